import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RunProfiles } from '@summit/contracts';
import { addRun, append, digestOptions, drain } from '../../digest/reports/testing/builds';
import { keepHouse } from '../../store/retention';
import { withTestDatabase } from '../../testing/database';
import { readReport } from '../../translate/reports/report';
import { createTestToken, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();
const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const state: { api?: TestApi; north: string; south: string } = { north: '', south: '' };
const sample = (name: string): string =>
  readFileSync(path.join(__dirname, '../../translate/reports/fixtures', name), 'utf8');

const profiles = async (run: string, token = state.north): Promise<RunProfiles> => {
  const answer = await state.api?.get(`/api/v1/runs/${run}/profiles`, token);
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer));
  return RunProfiles.parse(answer.body);
};

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.north = await createTestToken(db, 'north');
  state.south = await createTestToken(db, 'south');
  const of = (id: string, hours: number, branch = 'main') =>
    addRun(db, { tenant: 'north', id, branch, at: hoursAgo(hours) });
  await of('r1', 4);
  await of('r2', 3);
  await of('elsewhere', 2.5, 'feature');
  await of('r3', 2);
  await of('empty', 1);
  await addRun(db, { tenant: 'south', id: 'r3', at: hoursAgo(2) });
  const gradle = sample('gradle.profile.html');
  const upload = (run: string, job: string, report: string, tenant = 'north') =>
    append(database.url(), [{ tenant, run, job, name: `${job}.html`, report }]);
  await upload('r1', 'build', gradle.replace('5.624s', '4s').replaceAll('Did No Work', 'FROM-CACHE'));
  await upload('r2', 'other', gradle);
  await upload('elsewhere', 'build', gradle.replace('5.624s', '1s'));
  await upload('r3', 'build', gradle);
  await upload('r3', 'build', gradle);
  await upload('r3', 'crates', sample('cargo-timing.html'));
  await upload('r3', 'build', '<html><title>Profile report</title>');
  await upload('r3', 'build', sample('npm-timing.json'), 'south');
  await drain(digestOptions(db, { read: readReport }));
});
afterAll(async () => {
  await state.api?.close();
});

describe('GET /api/v1/runs/{id}/profiles', () => {
  test('tells each profile once, the longest first, with its slowest units and sums by kind', async () => {
    const { items, total } = await profiles('r3');
    expect(total).toBe(2);
    expect(items).toMatchObject([
      { tool: 'cargo', job: 'crates', durationMs: 13_300, cache: { hits: 0, misses: 5 }, before: null, unitCount: 5 },
      { tool: 'gradle', format: 'gradle-profile', job: 'build', name: 'build.html', durationMs: 5624 },
    ]);
    expect(items[1]?.units[0]).toEqual({ name: ':api:prepare', kind: 'task', durationMs: 805 });
    expect(items[1]?.kinds[0]).toEqual({ kind: 'task', count: 5, durationMs: 2806 });
  });

  test('compares with the last profile of the same job and tool on the same branch', async () => {
    const [, gradle] = (await profiles('r3')).items;
    expect(gradle?.before).toEqual({ runId: 'r1', durationMs: 4000, cache: { hits: 3, misses: 5 } });
    expect((await profiles('r1')).items[0]?.before).toBeNull();
  });

  test('answers a run without any with nothing, and one that is not there with 404', async () => {
    expect(await profiles('empty')).toEqual({ items: [], total: 0 });
    expect(await state.api?.get('/api/v1/runs/none/profiles', state.north)).toMatchObject({ status: 404 });
  });

  test("shows a tenant nothing of another's", async () => {
    const { items } = await profiles('r3', state.south);
    expect(items.map(({ tool }) => tool)).toEqual(['npm']);
    expect(await state.api?.get('/api/v1/runs/r1/profiles', state.south)).toMatchObject({ status: 404 });
  });
});

test('the ledger counts each profile, and what could not be read is a dead letter with the reason', async () => {
  const ledger = await database
    .db()
    .selectFrom('ledger')
    .select(['state', 'quantity'])
    .where('tenant', '=', 'north')
    .where('category', '=', 'build_profile')
    .orderBy('state')
    .execute();
  expect(ledger).toEqual([
    { state: 'received', quantity: '5' },
    { state: 'stored', quantity: '5' },
  ]);
  const letters = await database.db().selectFrom('dead_letter').selectAll().execute();
  expect(letters.map((letter) => JSON.stringify(letter))).toEqual([expect.stringContaining('it was cut off')]);
});

test('profiles go with the reports they are of', async () => {
  const later = new Date(now.getTime() + 100 * 86_400_000);
  await keepHouse(database.db(), later, {
    retentionDays: 90,
    seenDays: 30,
    deadLetterDays: 30,
    changeFeedHours: 24,
    testDays: 90,
  });
  const left = await database.db().selectFrom('build_profile').select('run_id').execute();
  expect(left).toEqual([]);
});
