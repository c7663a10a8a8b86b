import { sql } from 'kysely';
import { z } from 'zod';
import { withTestDatabase } from '../testing/database';
import type { Company } from './testing/company';
import { idsOf } from './testing/server';
import { withCompany } from './testing/withCompany';

// Real sockets and a real database on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const database = withTestDatabase();
const state = withCompany(database);

/** Adds a copy of the row `id` whose columns in `change` are what no version wrote; answers the id of the copy. */
async function copy(table: 'run' | 'issue' | 'incident' | 'alert', id: string, change: Record<string, unknown>) {
  const columns = await sql<{ name: string }>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_name = ${table} AND is_generated = 'NEVER' AND identity_generation IS NULL`.execute(database.db());
  const names = columns.rows.map(({ name }) => name);
  const values = names.map((name) => (Object.hasOwn(change, name) ? sql`${change[name]}` : sql.ref(name)));
  const { rows } = await sql<{ id: string }>`
    INSERT INTO ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    SELECT ${sql.join(values)} FROM ${sql.table(table)} WHERE tenant = 'one' AND id::text = ${id} RETURNING id`.execute(
    database.db(),
  );
  return z.string().parse(rows[0]?.id);
}

const company = (): Company => {
  if (!state.company) throw new Error('the company exists only within tests');
  return state.company;
};

const kinds = [
  {
    kind: 'run',
    path: '/api/v1/runs',
    good: () => company().runId,
    broken: () => copy('run', company().runId, { id: 'github-broken-1', display_status: 'exploded' }),
  },
  {
    // What the reading itself does not see, and whoever reads the answer would.
    kind: 'run',
    path: '/api/v1/runs',
    good: () => company().runId,
    broken: () => copy('run', company().runId, { id: 'github-broken-2', trace_id: 'no trace' }),
  },
  {
    kind: 'issue',
    path: '/api/v1/issues',
    good: () => company().issueId,
    broken: () => copy('issue', company().issueId, { short_id: 'SHOP-99', level: 'terrible' }),
  },
  {
    kind: 'alert',
    path: '/api/v1/alerts',
    good: () => company().alertId,
    broken: () =>
      copy('alert', company().alertId, {
        id: '00000000-0000-4000-8000-000000000001',
        key: 'broken',
        severity: 'huge',
      }),
  },
  {
    kind: 'incident',
    path: '/api/v1/incidents',
    good: () => company().incidentId,
    broken: () =>
      copy('incident', company().incidentId, { id: '00000000-0000-4000-8000-000000000002', status: 'forgotten' }),
  },
];

test.each(kinds)('a $kind that breaks its contract is left out of $path, told and counted once', async (given) => {
  const { api, token } = state;
  if (!api) throw new Error('no api');
  const id = await given.broken();
  const counted = api.unreadable().filter((kind) => kind === given.kind).length;
  const told = () =>
    api.logged.filter(({ level, message }) => level === 'error' && message.startsWith(`${given.kind} ${id} breaks`));
  for (let time = 0; time < 2; time++) {
    const page = await api.get(given.path, token);
    expect(page.status).toBe(200);
    expect(idsOf(page)).toContain(given.good());
    expect(idsOf(page)).not.toContain(id);
  }
  expect(told()).toHaveLength(1);
  expect(told()[0]?.fields).toMatchObject({ kind: given.kind, tenant: 'one', id });
  expect(api.unreadable().filter((kind) => kind === given.kind)).toHaveLength(counted + 1);
});

test('the row itself cannot be answered, and says so as an error of the bridge', async () => {
  const answer = await state.api?.get('/api/v1/incidents/00000000-0000-4000-8000-000000000002', state.token);
  expect(answer?.status).toBe(500);
});

test('pages go on past a broken row', async () => {
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = await state.api?.get(`/api/v1/runs?limit=1${next && `&cursor=${next}`}`, state.token);
    const { items, next: after } = z
      .object({ items: z.array(z.object({ id: z.string() })), next: z.string().nullable() })
      .parse(page?.body);
    seen.push(...items.map((item) => item.id));
    next = after;
  }
  expect(seen).toEqual([company().runId]);
});
