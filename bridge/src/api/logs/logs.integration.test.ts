import { LogAnnotations, LogLines, LogMatches, LogOutline, RunLogs } from '@summit/contracts';
import { sql } from 'kysely';
import { appendParts, logDigest } from '../../digest/logs/testing/logs';
import { addRun, drain } from '../../digest/reports/testing/builds';
import { withTestDatabase } from '../../testing/database';
import { readStoredEvent } from '../../translate/sentry/storedEvent';
import { createTestToken, linksOf, startTestApi, type TestApi } from '../testing/server';

jest.setTimeout(60_000);

const database = withTestDatabase();
const open: { api?: TestApi; token: string; other: string } = { token: '', other: '' };
const api = (): TestApi => {
  if (!open.api) throw new Error('not open');
  return open.api;
};
const get = (path: string, token = open.token) => api().get(`/api/v1/runs/r1/logs${path}`, token);

const START = Date.parse('2026-01-31T09:00:00Z');
/** 10,000 lines, one a second, in groups of a thousand. */
const log = Array.from({ length: 10_000 }, (_, n) => {
  const at = new Date(START + n * 1_000).toISOString();
  if (n % 1_000 === 0) return `${at} ##[group]Part ${n / 1_000}`;
  if (n === 4_711) return `${at} src/cart.ts(2,9): error TS2304: Cannot find name 'summ'.`;
  return `${at} \u001b[3${n % 8}mline\u001b[0m ${n + 1} of Ünïcode`;
});
const state = { id: '' };

beforeAll(async () => {
  const db = database.db();
  for (const tenant of ['north', 'south']) await db.insertInto('tenant').values({ id: tenant, name: tenant }).execute();
  for (const tenant of ['north', 'south']) await addRun(db, { tenant, id: 'r1', at: new Date() });
  await sql`INSERT INTO commit (tenant, sha, provider, repository) VALUES ('north', ${'a'.repeat(40)}, 'github', 'demo/shop')`.execute(
    db,
  );
  await sql`INSERT INTO job (tenant, run_id, id, provider_job_id, name, status, queued_at, span_id, queue_span_id, url, steps)
    VALUES ('north', 'r1', 'github-7', '7', 'unit tests', 'completed', now(), ${'b'.repeat(16)}, ${'d'.repeat(16)}, '',
      ${JSON.stringify([{ number: 1, name: 'Test', status: 'completed', result: 'success', startedAt: '2026-01-31T09:00:00Z', finishedAt: '2026-01-31T09:30:00Z' }])})`.execute(
    db,
  );
  await appendParts(database.url(), [
    { tenant: 'north', run: 'r1', job: 'unit tests', text: `${log.join('\n')}\n` },
    { tenant: 'north', run: 'r1', job: 'empty', part: 1, text: '\n' },
    { tenant: 'north', run: 'r1', job: 'long', part: 1, text: 'once more\n'.repeat(12_000) },
  ]);
  await drain(logDigest(db));
  open.token = await createTestToken(db, 'north', { scopes: ['read'] });
  open.other = await createTestToken(db, 'south', { scopes: ['read'] });
  open.api = await startTestApi(db, { openEvent: readStoredEvent });
  state.id = RunLogs.parse((await get('')).body).items[0]?.id ?? '';
});
afterAll(async () => {
  await open.api?.close();
});

test('the logs of a run, each with the job that its sender named', async () => {
  const { items } = RunLogs.parse((await get('')).body);
  expect(items).toEqual([
    {
      id: state.id,
      jobId: 'github-7',
      jobName: 'unit tests',
      lines: 10_000,
      bytes: expect.any(Number),
      final: true,
      errors: 1,
      warnings: 0,
      firstAt: '2026-01-31T09:00:00.000Z',
      lastAt: '2026-01-31T11:46:39.000Z',
    },
    expect.objectContaining({ jobId: null, jobName: 'empty', lines: 1, firstAt: null }),
    expect.objectContaining({ jobId: null, jobName: 'long', lines: 12_000 }),
  ]);
});

test.each([
  [1, 3],
  [3_999, 4],
  [9_999, 5_000],
  [1, 5_000],
  [10_001, 10],
])('lines from %d, %d of them', async (from, count) => {
  const page = LogLines.parse((await get(`/${state.id}/lines?from=${from}&count=${count}`)).body);
  expect(page.from).toBe(from);
  expect(page.total).toBe(10_000);
  expect(page.lines).toEqual(
    log.slice(from - 1, from - 1 + count).map((line) => ({ at: line.slice(0, 24), text: line.slice(25) })),
  );
});

test.each([
  'lines?from=0',
  'lines?count=5001',
  'lines?from=x',
  'search',
  'search?q=(&regex=true',
  'seek?at=yesterday',
  'lines?more=1',
])('%s is refused', async (path) => {
  expect((await get(`/${state.id}/${path}`)).status).toBe(400);
});

test('groups, with the step that ran', async () => {
  const { groups, total } = LogOutline.parse((await get(`/${state.id}/outline`)).body);
  expect(total).toBe(10);
  expect(groups.slice(0, 3)).toEqual([
    { from: 1, to: 1_000, name: 'Part 0', depth: 0, step: 'Test' },
    { from: 1_001, to: 2_000, name: 'Part 1', depth: 0, step: 'Test' },
    { from: 2_001, to: 3_000, name: 'Part 2', depth: 0, step: null },
  ]);
});

test('annotations, with their issue; from the commit to the issue and back', async () => {
  const { items, total } = LogAnnotations.parse((await get(`/${state.id}/annotations`)).body);
  expect(total).toBe(1);
  expect(items).toEqual([
    {
      line: 4_712,
      level: 'error',
      tool: 'tsc',
      file: 'src/cart.ts',
      row: 2,
      column: 9,
      code: 'TS2304',
      message: "Cannot find name 'summ'.",
      issueId: expect.any(String),
    },
  ]);
  const issueId = items[0]?.issueId ?? '';
  const run = linksOf(await api().get('/api/v1/runs/r1', open.token));
  expect(run.followed).toContainEqual({ kind: 'issue', id: issueId });
  const issue = linksOf(await api().get(`/api/v1/issues/${issueId}`, open.token));
  expect(issue.ledHere).toContainEqual({ kind: 'run', id: 'r1' });
  expect(issue.ledHere).toContainEqual({ kind: 'commit', id: 'a'.repeat(40) });
  const commit = linksOf(await api().get(`/api/v1/commits/${'a'.repeat(40)}`, open.token));
  expect(commit.followed).toContainEqual({ kind: 'issue', id: issueId });
  const event = await api().get(`/api/v1/issues/${issueId}/events/latest`, open.token);
  expect(event.body).toMatchObject({ run: { id: 'r1' }, event: { contexts: { build: { line: 4_712 } } } });
});

describe('search', () => {
  const search = async (query: string) => LogMatches.parse((await get(`/${state.id}/search?${query}`)).body);

  test.each<[string, number, number[]]>([
    ['q=LINE%204711%20', 1, [4_711]],
    ['q=LINE%204711%20&case=true', 0, []],
    ['q=%C3%9Cn%C3%AFcode&case=true', 9_989, [2, 3, 4]],
    ['q=%C3%BCN%C3%8FC', 9_989, [2, 3, 4]],
    ['q=error', 1, [4_712]],
    ['q=^line%201\\d*%20of&regex=true', 1_110, [10, 11, 12]],
    ['q=^LINE%2099..?%20&regex=true&case=true', 0, []],
    ['q=nowhere', 0, []],
  ])('%s', async (query, total, first) => {
    const found = await search(query);
    expect(found.total).toBe(total);
    expect(found.lines.slice(0, 3)).toEqual(first);
    expect(found.more).toBe(false);
  });

  test('of more lines than are answered, the first', async () => {
    const long = RunLogs.parse((await get('')).body).items[2]?.id ?? '';
    const found = LogMatches.parse((await get(`/${long}/search?q=more`)).body);
    expect(found).toMatchObject({ total: 10_000, more: true });
    expect(found.lines).toEqual(Array.from({ length: 10_000 }, (_, n) => n + 1));
  });

  test('an expression that would take for ever is given up, and others are answered meanwhile', async () => {
    const began = performance.now();
    const answer = await get(`/${state.id}/search?q=${encodeURIComponent('^(([a-zA-Z0-9ïÜ ]+)+)+!$')}&regex=true`);
    expect(answer).toMatchObject({ status: 400, body: { detail: 'The expression takes too long.' } });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

test.each([
  ['2026-01-31T08:00:00Z', 1],
  ['2026-01-31T09:00:00Z', 1],
  ['2026-01-31T09:00:00.5Z', 2],
  ['2026-01-31T10:06:40%2B00:00', 4_001],
  ['2027-01-01T00:00:00Z', 10_000],
])('the line of %s', async (at, line) => {
  expect((await get(`/${state.id}/seek?at=${at}`)).body).toEqual({ line });
});

test('as a file, without colours', async () => {
  const answer = await get(`/${state.id}/raw`);
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="unit_tests.log"');
  const lines = String(answer.body).split('\n');
  expect(lines).toHaveLength(10_001);
  expect(lines[1]).toBe('line 2 of Ünïcode');
});

test('another tenant sees nothing of it', async () => {
  expect((await get('', open.other)).body).toEqual({ items: [] });
  for (const path of ['lines', 'outline', 'annotations', 'search?q=line', 'seek?at=2026-01-31T09:00:00Z', 'raw'])
    expect((await get(`/${state.id}/${path}`, open.other)).status).toBe(404);
});

test('of another run, and of none, there is no such log', async () => {
  for (const id of ['999', 'x', '99999999999999999999']) expect((await get(`/${id}/lines`)).status).toBe(404);
  expect((await api().get(`/api/v1/runs/r2/logs/${state.id}/lines`, open.token)).status).toBe(404);
  expect((await api().get(`/api/v1/runs/r2/logs`, open.token)).status).toBe(404);
});

test('a search reads no chunk that cannot match', async () => {
  await sql`UPDATE log_chunk SET blob_id = 0 WHERE log_id = ${state.id}::bigint AND first_line = 1`.execute(
    database.db(),
  );
  for (const query of ['q=Cannot+find+name', 'q=Cannot+find+.*name&regex=true'])
    expect((await get(`/${state.id}/search?${query}`)).body).toEqual({ total: 1, lines: [4_712], more: false });
  expect((await get(`/${state.id}/search?q=line`)).status).toBe(410);
});

test('what is no longer kept is gone, and says so', async () => {
  const empty = RunLogs.parse((await get('')).body).items[1]?.id ?? '';
  await sql`DELETE FROM blob WHERE id IN (SELECT blob_id FROM log_chunk WHERE log_id = ${empty}::bigint)`.execute(
    database.db(),
  );
  expect(await get(`/${empty}/lines`)).toMatchObject({
    status: 410,
    body: { detail: 'This part of the log is no longer kept.' },
  });
});
