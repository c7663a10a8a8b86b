import { RunCommands } from '@summit/contracts';
import { addRun, append, digestOptions, drain } from '../../digest/reports/testing/builds';
import { keepHouse } from '../../store/retention';
import { withTestDatabase } from '../../testing/database';
import { readReport } from '../../translate/reports/report';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const state: { api?: TestApi; north: string; south: string } = { north: '', south: '' };

const npm = {
  name: 'npm',
  startedAt: minutesAgo(50).toISOString(),
  wallMs: 10_000,
  userMs: 30_000,
  systemMs: 8_000,
  maxRssBytes: 231_000_000,
  exitCode: 0,
};
const make = { name: 'make', startedAt: minutesAgo(55).toISOString(), wallMs: 0, signal: 'SIGKILL' };

const commands = async (run: string, token = state.north): Promise<RunCommands> => {
  const answer = await state.api?.get(`/api/v1/runs/${run}/commands`, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer));
  return RunCommands.parse(answer.body);
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.north = await createTestToken(db, 'north');
  state.south = await createTestToken(db, 'south');
  for (const id of ['r1', 'empty']) await addRun(db, { tenant: 'north', id, branch: 'main', at: minutesAgo(60) });
  await addRun(db, { tenant: 'south', id: 'r1', branch: 'main', at: minutesAgo(60) });
  const upload = (job: string, ...told: object[]) =>
    append(database.url(), [{ tenant: 'north', run: 'r1', job, report: JSON.stringify({ commands: told }) }]);
  await upload('test', npm);
  // Sent again, since nobody answered.
  await upload('test', npm);
  await upload('build', make, { ...npm, name: 'node', startedAt: minutesAgo(40).toISOString(), exitCode: 3 });
  await drain(digestOptions(db, { read: readReport }));
});
afterAll(async () => {
  await state.api?.close();
});

test('the commands of a run come in the order of their start, each once, with the cores that they kept busy', async () => {
  const { items, total } = await commands('r1');
  expect(total).toBe(3);
  expect(items.map(({ id: _id, ...command }) => command)).toEqual([
    { ...make, job: 'build', userMs: null, systemMs: null, cores: null, maxRssBytes: null, exitCode: null },
    { ...npm, job: 'test', cores: 3.8, signal: null },
    {
      ...npm,
      name: 'node',
      job: 'build',
      startedAt: minutesAgo(40).toISOString(),
      cores: 3.8,
      exitCode: 3,
      signal: null,
    },
  ]);
});

test("a run without any has none, one that is not there is not found, and nobody sees another tenant's", async () => {
  expect(await commands('empty')).toEqual({ items: [], total: 0 });
  expect(await commands('r1', state.south)).toEqual({ items: [], total: 0 });
  expect(await state.api?.get('/api/v1/runs/none/commands', state.north)).toMatchObject({ status: 404 });
});

test('they go when the tests of their time do', async () => {
  await keepHouse(database.db(), new Date(now.getTime() + 100 * 86_400_000), {
    retentionDays: 90,
    seenDays: 30,
    deadLetterDays: 30,
    changeFeedHours: 24,
    testDays: 90,
  });
  expect(await database.db().selectFrom('run_command').select('run_id').execute()).toEqual([]);
});
