import fc from 'fast-check';
import { withTestDatabase } from '../../testing/database';
import { causesOf, createTestToken, idsOf, itemsOf, startTestApi, type Answer, type TestApi } from '../testing/server';

// Real sockets and a real database on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const database = withTestDatabase();
const state: { api?: TestApi; token: string; projectId: string } = { token: '', projectId: '' };
/** Whole milliseconds with rows apart by microseconds: what a cursor of JavaScript dates would mix up. */
const base = '2026-11-20T10:00:00.123';

beforeAll(async () => {
  const db = database.db();
  state.api = await startTestApi(db);
  state.token = await createTestToken(db, 'one');
  const project = await db
    .insertInto('project')
    .values({ tenant: 'one', slug: 'shop', name: 'Shop' })
    .returning('id')
    .executeTakeFirstOrThrow();
  state.projectId = project.id;
  for (let n = 0; n < 60; n++) {
    // Three rows share each microsecond, so that the id has to break the tie.
    const at = `${base}${String(Math.floor(n / 3)).padStart(3, '0')}Z`;
    await insertRun(n, at);
    await db
      .insertInto('issue')
      .values({
        tenant: 'one',
        project_id: project.id,
        short_id: `SHOP-${n}`,
        title: `Error number ${n} in cart${n % 2 ? '_total' : 'Xtotal'}`,
        type: 'TypeError',
        level: n % 5 ? 'error' : 'fatal',
        status: n % 4 ? 'unresolved' : 'resolved',
        platform: 'node',
        count: n % 7,
        user_count: n % 3,
        first_seen: at,
        last_seen: at,
      })
      .execute();
  }
});
afterAll(async () => {
  await state.api?.close();
});

const insertRun = (n: number, at: string) =>
  database
    .db()
    .insertInto('run')
    .values({
      tenant: 'one',
      id: `github-${n}-1`,
      provider: 'github',
      system: 'github',
      host: 'github.com',
      provider_run_id: String(n),
      attempt: 1,
      repository: n % 2 ? 'demo/shop' : 'demo/payments',
      name: n % 3 ? 'ci' : 'deploy',
      title: `Change 100% of ${n}`,
      number: n,
      event: 'push',
      status: 'completed',
      result: n % 5 ? 'success' : 'failed',
      display_status: n % 5 ? 'success' : 'failed',
      branch: n % 7 ? 'main' : 'feature/cart',
      sha: n.toString(16).padStart(40, 'a'),
      change_number: n % 10,
      actor: JSON.stringify({ name: n % 2 ? 'ada' : 'grace' }),
      queued_at: at,
      url: '',
      trace_id: 'a'.repeat(32),
    })
    .execute();

const get = (path: string): Promise<Answer> => {
  if (!state.api) throw new Error('not started');
  return state.api.get(`/api/v1/${path}`, state.token);
};

async function ids(query: string, list = 'runs'): Promise<string[]> {
  const answer = await get(`${list}?limit=200&${query}`);
  return idsOf(answer);
}

/** All items, page by page; `between` runs after each page. */
async function pages(
  list: string,
  query: string,
  limit: number,
  between = async (): Promise<void> => undefined,
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const answer = await get(`${list}?limit=${limit}&${query}${more}`);
    found.push(...idsOf(answer));
    cursor = itemsOf(answer).next;
    await between();
  } while (cursor !== null);
  return found;
}

describe('pages', () => {
  const lists: [string, string][] = [
    ['runs', ''],
    ['runs', 'status=success'],
    ['issues', 'sort=lastSeen'],
    ['issues', 'sort=firstSeen'],
    ['issues', 'sort=count'],
    ['issues', 'sort=users&level=error'],
  ];
  test.each(lists)('of %s?%s of any size hold each row once, in the order of the whole list', async (list, query) => {
    const whole = await ids(query, list);
    expect(new Set(whole).size).toBe(whole.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (limit) => {
        expect(await pages(list, query, limit)).toEqual(whole);
      }),
      { numRuns: 6 },
    );
  });

  test('stay stable while newer rows arrive', async () => {
    const before = await ids('');
    let n = 1000;
    const during = await pages('runs', '', 7, () => insertRun(n++, '2026-11-20T11:00:00Z').then(() => undefined));
    expect(during).toEqual(before);
    await database.db().deleteFrom('run').where('number', '>=', '1000').execute();
  });

  test('the last page has no next, an empty list neither', async () => {
    expect(itemsOf(await get('runs?limit=60')).next).toBeNull();
    expect((await get('runs?branch=none')).body).toEqual({ items: [], next: null });
  });

  test('a cursor of another sort, of another list, or changed by hand is refused by name', async () => {
    const first = await get('issues?limit=5&sort=count');
    const cursor = itemsOf(first).next ?? '';
    for (const [query, words] of [
      [`issues?sort=lastSeen&cursor=${cursor}`, 'not a cursor'],
      [`issues?sort=users&cursor=${cursor}`, 'belongs to sort=count'],
      [`runs?cursor=${cursor}`, 'not a cursor'],
      [`issues?sort=count&cursor=${cursor.slice(0, -4)}`, 'not a cursor'],
      ['issues?cursor=%F0%9F%92%A5', 'not a cursor'],
    ] as const) {
      const answer = await get(`${query}`);
      expect([query, answer.status, causesOf(answer)[0]]).toEqual([query, 400, expect.stringContaining(words)]);
    }
  });

  test('hold at most 200', async () => {
    expect((await get('runs?limit=201')).status).toBe(400);
  });
});

describe('run filters', () => {
  const numbers = async (query: string): Promise<number[]> =>
    (await ids(query)).map((id) => Number(id.split('-')[1])).sort((a, b) => a - b);
  const all = Array.from({ length: 60 }, (_, n) => n);
  test.each<[string, (n: number) => boolean]>([
    ['repository=demo/shop', (n) => n % 2 === 1],
    ['repository=demo/shop&repository=demo/payments', () => true],
    ['name=deploy', (n) => n % 3 === 0],
    ['branch=feature/cart', (n) => n % 7 === 0],
    ['status=failed', (n) => n % 5 === 0],
    ['status=failed,running', (n) => n % 5 === 0],
    ['actor=ada', (n) => n % 2 === 1],
    ['event=push', () => true],
    ['event=schedule', () => false],
    [`commit=${'a'.repeat(39)}7`, (n) => n === 7],
    ['commit=AAAA', () => true],
    ['change=3', (n) => n % 10 === 3],
    ['q=GRACE deploy', (n) => n % 2 === 0 && n % 3 === 0],
    ['q=%2317', (n) => n === 17],
    ['q=100%25', () => true],
    ['q="100%25 of 5"', (n) => String(n).startsWith('5')],
    ['q=1_0', () => false],
    ['q=feature/ca', (n) => n % 7 === 0],
    ['from=2026-11-20T10:00:00.123Z', () => true],
    ['from=2026-11-20T10:00:00.124Z', () => false],
    ['to=2026-11-20T10:00:00.123Z', () => false],
    ['to=2026-11-21T09:59:00%2B23:59', () => false],
    ['from=2026-11-20T11:00:00%2B01:00&to=2026-11-20T10:00:00.124Z', () => true],
    ['branch=', () => true],
  ])('%s', async (query, matches) => {
    expect(await numbers(query)).toEqual(all.filter(matches));
  });
});

describe('issue filters', () => {
  const numbers = async (query: string): Promise<number[]> => {
    const answer = await get(`issues?limit=200&${query}`);
    return itemsOf(answer)
      .items.map((item) => Number(item.shortId.split('-')[1]))
      .sort((a, b) => a - b);
  };
  const all = Array.from({ length: 60 }, (_, n) => n);
  test.each<[string, (n: number) => boolean]>([
    ['status=resolved', (n) => n % 4 === 0],
    ['q=is:resolved', (n) => n % 4 === 0],
    ['q=is:resolved is:unresolved', () => true],
    ['status=resolved&q=is:unresolved', () => false],
    ['level=fatal', (n) => n % 5 === 0],
    ['q=level:fatal,error', () => true],
    ['q=level:fatal is:unresolved', (n) => n % 5 === 0 && n % 4 !== 0],
    ['project=shop', () => true],
    ['q=project:payments', () => false],
    ['q=platform:node', () => true],
    ['q=cart_total', (n) => n % 2 === 1],
    ['q="number 7 in"', (n) => n === 7],
    ['q=SHOP-17', (n) => n === 17],
    ['q=typeerror', () => true],
    ['q=browser:Chrome', () => false],
    ['q=release:none', () => false],
  ])('%s', async (query, matches) => {
    expect(await numbers(query)).toEqual(all.filter(matches));
  });

  test('words of an issue follow its title', async () => {
    await database
      .db()
      .updateTable('issue')
      .set({ title: 'Renamed by hand' })
      .where('short_id', '=', 'SHOP-3')
      .execute();
    expect(await numbers('q=renamed')).toEqual([3]);
    expect(await numbers('q="number 3 in"')).toEqual([]);
  });

  test('a search that cannot be read names each wrong part', async () => {
    const answer = await get('issues?q=is:odd level:loud word');
    expect(answer).toMatchObject({
      status: 400,
      body: { causes: [expect.stringContaining('is:odd'), expect.stringContaining('level:loud')] },
    });
  });
});
