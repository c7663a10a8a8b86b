import { EventDetail } from '@summit/contracts';
import { withTestDatabase } from '../../testing/database';
import { createCompany, openEvent, type Company } from '../testing/company';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const started: { api?: TestApi; company?: Company; token?: string } = {};

beforeAll(async () => {
  started.api = await startTestApi(database.db(), { openEvent });
  started.company = await createCompany(database.db(), 'north', new Date());
  started.token = await createTestToken(database.db(), 'north');
});
afterAll(() => started.api?.close());

/** The run that the API names for an event of the company's issue. */
async function runOfEvent(at: number): Promise<EventDetail['run']> {
  const { api, company, token } = started;
  if (!api || !company || !token) throw new Error('not started');
  const { body } = await api.get(`/api/v1/issues/${company.issueId}/events/${company.eventIds[at]}`, token);
  return EventDetail.parse(body).run;
}

const setTrace = (at: number, traceId: string | null) =>
  database
    .db()
    .updateTable('event')
    .set({ trace_id: traceId })
    .where('event_id', '=', started.company?.eventIds[at] ?? '')
    .execute();

const aRun = () =>
  database
    .db()
    .selectFrom('run')
    .select(['id', 'name', 'number', 'trace_id'])
    .where('tenant', '=', 'north')
    .limit(1)
    .executeTakeFirstOrThrow();

test('an event names the run whose trace it belongs to', async () => {
  const run = await aRun();
  await setTrace(0, run.trace_id);
  expect(await runOfEvent(0)).toMatchObject({
    id: run.id,
    title: expect.stringContaining(`${run.name} #${run.number}`),
  });
});

test('a trace that is no run’s names none, nor does an event without a trace', async () => {
  await setTrace(1, 'a'.repeat(32));
  await setTrace(2, null);
  expect(await runOfEvent(1)).toBeNull();
  expect(await runOfEvent(2)).toBeNull();
});

test('a run of another tenant is not named', async () => {
  await createCompany(database.db(), 'south', new Date());
  const foreign = 'b'.repeat(32);
  await database.db().updateTable('run').set({ trace_id: foreign }).where('tenant', '=', 'south').execute();
  await setTrace(1, foreign);
  expect(await runOfEvent(1)).toBeNull();
});
