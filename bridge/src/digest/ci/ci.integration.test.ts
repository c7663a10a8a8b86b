import type { CiProvider } from '@summit/contracts';
import { sql } from 'kysely';
import { runTraceIds } from '../../domain/traceIds';
import { tableBlobs } from '../../store/blobs';
import { openDatabase, rawQuery, type Database } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { exportCi } from '../ciExport';
import type { UnreadableRow } from '../ciExport/unreadable';
import { BadInput, createContext } from '../context';
import { digestCi } from './index';
import { endLostRuns } from './lost';
import { story as gitlabStory } from '../../translate/gitlab/testing/payloads';
import { deployment, HEAD_SHA, itemsOf, job, MERGE_SHA, pull, run, story, type Delivery } from './testing/story';

const database = withTestDatabase();
const now = (): Date => new Date('2026-01-31T10:00:00Z');
const muchLater = (): Date => new Date('2026-01-31T10:01:00Z');
const blobs = tableBlobs();

async function digest(
  db: Database,
  tenant: string,
  deliveries: readonly Delivery[],
  source: CiProvider = 'github',
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const context = createContext({ now, blobs });
    await digestCi(tx, itemsOf(tenant, deliveries, source), context);
    await context.flush(tx);
  });
}

/** Everything of a tenant that must not depend on the order of deliveries, without what says when rows were written. */
async function rowsOf(tenant: string): Promise<Record<string, unknown>> {
  const tables = [
    'repository',
    'commit',
    'change',
    'change_head',
    'ci_fact',
    'run',
    'job',
    'ci_check',
    'environment',
    'deployment',
  ];
  const entries = await Promise.all(
    tables.map(async (table) => {
      const rows = await rawQuery<{ row: unknown }>(
        database.db(),
        `SELECT to_jsonb(t) - 'tenant' - 'exported_at' AS row FROM ${table} t WHERE tenant = $1 ORDER BY to_jsonb(t)::text`,
        [tenant],
      );
      return [table, rows.map(({ row }) => row)];
    }),
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}

async function metricsOf(tenant: string): Promise<string[]> {
  const rows = await rawQuery<{
    name: string;
    attributes: Record<string, string>;
    value: number;
    count: string;
    kind: string;
  }>(database.db(), 'SELECT name, attributes, value, count, kind FROM metric_series WHERE tenant = $1', [tenant]);
  return rows
    .filter((row) => row.kind !== 'updown' || row.value !== 0)
    .map((row) => {
      const { attributes: a } = row;
      const about = [
        'cicd.pipeline.name',
        'cicd.pipeline.run.state',
        'cicd.pipeline.result',
        'error.type',
        'vcs.change.state',
      ];
      const words = about.flatMap((key) => a[key] ?? []);
      return [row.name, ...words, row.kind === 'histogram' ? `${row.count}×, ${row.value} s` : row.value].join(' ');
    })
    .sort();
}

async function itemLedger(tenant: string): Promise<Record<string, number>> {
  const rows = await rawQuery<{ category: string; state: string; reason: string; quantity: string }>(
    database.db(),
    `SELECT category, state, reason, quantity FROM ledger WHERE tenant = $1 AND unit = 'item'`,
    [tenant],
  );
  return Object.fromEntries(rows.map((r) => [[r.category, r.state, r.reason].join(' ').trim(), Number(r.quantity)]));
}

const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  return items
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
};

describe('the whole story', () => {
  test('delivery by delivery, as it happened', async () => {
    for (const delivery of story) await digest(database.db(), 'told', [delivery]);
    const db = database.db();
    const runs = await db.selectFrom('run').selectAll().where('tenant', '=', 'told').orderBy('id').execute();
    expect(
      runs.map((r) => [
        r.id,
        r.display_status,
        r.queue_ms,
        r.duration_ms,
        r.change_number,
        r.jobs_total,
        r.jobs_failed,
      ]),
    ).toEqual([
      ['github-1000-1', 'success', '0', '600000', '7', 0, 0],
      ['github-1001-1', 'failed', '60000', '245000', null, 3, 1],
      ['github-1001-2', 'success', '60000', '425000', null, 2, 0],
    ]);
    const jobs = await db.selectFrom('job').selectAll().where('tenant', '=', 'told').orderBy('id').execute();
    expect(jobs.map((j) => [j.id, j.run_id, j.status, j.result])).toEqual([
      ['github-18', 'github-1001-2', 'completed', 'success'],
      ['github-19', 'github-1001-2', 'completed', 'success'],
      ['github-7', 'github-1001-1', 'completed', 'success'],
      ['github-8', 'github-1001-1', 'completed', 'failed'],
      ['github-9', 'github-1001-1', 'completed', 'skipped'],
    ]);
    const deployments = await db
      .selectFrom('deployment')
      .selectAll()
      .where('tenant', '=', 'told')
      .orderBy('id')
      .execute();
    expect(deployments.map((d) => [d.id, d.state, d.result, d.production, d.run_id, d.run_reported])).toEqual([
      ['github-55', 'inactive', 'success', true, 'github-1001-2', true],
      ['github-56', 'failure', 'failure', false, 'github-1001-2', false],
    ]);
    const change = await db.selectFrom('change').selectAll().where('tenant', '=', 'told').executeTakeFirstOrThrow();
    expect(change).toMatchObject({ number: '7', state: 'merged', merge_sha: MERGE_SHA, head_sha: HEAD_SHA });
    const commits = await db.selectFrom('commit').selectAll().where('tenant', '=', 'told').orderBy('sha').execute();
    expect(commits.map((c) => [c.sha, c.message, c.branch, c.files])).toEqual([
      [MERGE_SHA, 'Add cart (#7)', 'main', ['cart.ts']],
      [HEAD_SHA, null, null, null],
    ]);
    expect(await itemLedger('told')).toEqual({
      'change received': 2,
      'change stored': 2,
      'check received': 2,
      'check stored': 2,
      'commit received': 6,
      'commit deduplicated': 5,
      'commit stored': 1,
      'deployment received': 6,
      'deployment stored': 6,
      'event received': 1,
      'event dropped unknown event': 1,
      'job received': 9,
      'job stored': 9,
      'run received': 7,
      'run stored': 7,
    });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'in random order %i, some of it repeated, in batches of any size: the same rows',
    async (seed) => {
      const tenant = `order-${seed}`;
      const told = shuffled([...story, ...shuffled(story, seed + 100).slice(0, 12)], seed);
      for (let start = 0, size = seed; start < told.length; start += size, size = 1 + ((size * 7) % 11))
        await digest(database.db(), tenant, told.slice(start, start + size));
      expect(await rowsOf(tenant)).toEqual(await rowsOf('told'));
      expect(await metricsOf(tenant)).toEqual(await metricsOf('told'));
    },
  );

  test('by two bridges at once: the same rows, and each transition once', async () => {
    const other = openDatabase({ url: database.url(), poolSize: 4 });
    try {
      const twice = shuffled([...story, ...story], 42);
      const bridges = [database.db(), other, database.db(), other];
      await Promise.all(
        bridges.map(async (db, n) => {
          for (let start = n * 3; start < twice.length; start += 12)
            await digest(db, 'pair', twice.slice(start, start + 3));
        }),
      );
    } finally {
      await other.destroy();
    }
    expect(await rowsOf('pair')).toEqual(await rowsOf('told'));
    expect(await metricsOf('pair')).toEqual(await metricsOf('told'));
    const ledger = await itemLedger('pair');
    for (const category of ['run', 'job', 'commit', 'change', 'deployment', 'check'])
      expect(ledger[`${category} received`]).toBe(
        (ledger[`${category} stored`] ?? 0) + (ledger[`${category} deduplicated`] ?? 0),
      );
  });

  test('told again whole: nothing changes, nothing is announced', async () => {
    const before = await rowsOf('told');
    const feed = await database
      .db()
      .selectFrom('change_feed')
      .select(sql<string>`count(*)`.as('n'))
      .executeTakeFirst();
    await digest(database.db(), 'told', story);
    expect(await rowsOf('told')).toEqual(before);
    expect(
      await database
        .db()
        .selectFrom('change_feed')
        .select(sql<string>`count(*)`.as('n'))
        .executeTakeFirst(),
    ).toEqual(feed);
  });
});

describe('export', () => {
  const outbox = (tenant: string) =>
    database.db().selectFrom('outbox').select(['signal', 'items']).where('tenant', '=', tenant).orderBy('id').execute();
  const total = (rows: { signal: string; items: number }[], signal: string): number =>
    rows.filter((row) => row.signal === signal).reduce((sum, row) => sum + row.items, 0);

  test('jobs with their steps at once, runs after the grace, each once by whoever comes first', async () => {
    await digest(database.db(), 'export', story);
    await exportCi(database.db(), { now, blobs });
    // Five jobs, four waits (the skipped one did not wait) and four steps.
    expect(total(await outbox('export'), 'traces')).toBe(13);
    expect(total(await outbox('export'), 'logs')).toBe(2);
    await Promise.all([1, 2, 3].map(() => exportCi(database.db(), { now: muchLater, blobs, batchSize: 2 })));
    const rows = await outbox('export');
    expect(total(rows, 'traces')).toBe(13 + 3 * 2);
    expect(total(rows, 'logs')).toBe(2 + 3);
    expect(await exportCi(database.db(), { now: muchLater, blobs })).toBe(0);
  });

  test('metrics: one measurement a run, whatever the order it was told in', async () => {
    const expected = [
      'cicd.pipeline.run.duration CI executing failure failure 1×, 245 s',
      'cicd.pipeline.run.duration CI executing success 2×, 1025 s',
      'cicd.pipeline.run.duration CI pending 3×, 120 s',
      'cicd.pipeline.run.errors CI failure 1',
      'vcs.change.count merged 1',
      'vcs.change.duration open 1×, 3600 s',
      'vcs.change.time_to_merge 1×, 3600 s',
    ];
    for (const tenant of ['export', 'told', 'order-1', 'order-5', 'pair'])
      expect(await metricsOf(tenant)).toEqual(expected);
  });

  test('a correction that comes later changes the rows and is not exported again', async () => {
    const before = await outbox('export');
    await digest(database.db(), 'export', [
      run(1001, 1, 'completed', '2026-01-31T09:07:00Z', { conclusion: 'cancelled' }),
    ]);
    const row = await database
      .db()
      .selectFrom('run')
      .selectAll()
      .where('tenant', '=', 'export')
      .where('id', '=', 'github-1001-1')
      .executeTakeFirstOrThrow();
    expect(row.display_status).toBe('cancelled');
    expect(await exportCi(database.db(), { now: () => new Date('2026-02-01T10:00:00Z'), blobs })).toBe(0);
    expect(await outbox('export')).toEqual(before);
  });

  test('a job that never reported its end is exported an hour after its run', async () => {
    const tenant = 'lost';
    await digest(database.db(), tenant, [
      job(70, 3000, 1, 'in_progress'),
      run(3000, 1, 'completed', '2026-01-31T09:10:00Z', { conclusion: 'failure' }),
    ]);
    const count = async (minutes: number): Promise<number> =>
      exportCi(database.db(), { now: () => new Date(now().getTime() + minutes * 60_000), blobs });
    expect(await count(1)).toBe(1);
    expect(await count(59)).toBe(0);
    expect(await count(62)).toBe(1);
    expect(await metricsOf(tenant)).toContain('cicd.pipeline.run.errors CI failure 1');
  });

  test('with nothing to export to, rows are marked and measured all the same', async () => {
    await digest(database.db(), 'silent', story);
    expect(await exportCi(database.db(), { now: muchLater, blobs, exporting: false })).toBeGreaterThan(0);
    expect(await outbox('silent')).toEqual([]);
    expect(await metricsOf('silent')).toEqual(await metricsOf('export'));
  });

  test('what ended before the window is marked, and neither measured nor sent', async () => {
    await digest(database.db(), 'history', story);
    const aDayLater = () => new Date(now().getTime() + 86_400_000);
    expect(await exportCi(database.db(), { now: aDayLater, blobs, maxAgeMs: 12 * 3_600_000 })).toBeGreaterThan(0);
    expect(await outbox('history')).toEqual([]);
    expect((await metricsOf('history')).filter((line) => line.startsWith('cicd.'))).toEqual([]);
    expect(await exportCi(database.db(), { now: aDayLater, blobs })).toBe(0);
    // What a repair brings in time is sent as ever.
    await digest(database.db(), 'in time', story);
    await exportCi(database.db(), { now: aDayLater, blobs, maxAgeMs: 48 * 3_600_000 });
    expect(total(await outbox('in time'), 'traces')).toBe(13 + 3 * 2);
  });
});

describe('a row that breaks its contract', () => {
  const later = () => new Date(muchLater().getTime() + 3_600_000);

  test.each([
    ['is passed by the export, told once and counted; its neighbours are exported', 'broken', true],
    ['is told once and counted where nothing is exported, too', 'broken-silent', false],
  ])('%s', async (_what, tenant, exporting) => {
    await digest(database.db(), tenant, story);
    const set = (table: 'run' | 'job', column: string, value: string, id: string) =>
      sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${value} WHERE tenant = ${tenant} AND id = ${id}`.execute(
        database.db(),
      );
    const jobs = await database.db().selectFrom('job').select(['id', 'run_id']).where('tenant', '=', tenant).execute();
    const runs = [...new Set(jobs.map((row) => row.run_id))];
    const [brokenRun = '', otherRun = ''] = runs;
    const brokenJob = jobs.find((row) => row.run_id === otherRun)?.id ?? '';
    const owned = jobs.filter((row) => row.run_id === brokenRun).map((row) => row.id);
    await set('run', 'status', 'exploded', brokenRun);
    await set('job', 'result', 'maybe', brokenJob);

    const told: string[] = [];
    const options = {
      now: later,
      blobs,
      exporting,
      onUnreadable: (row: UnreadableRow) => void told.push(`${row.kind} ${row.id}`),
    };
    await exportCi(database.db(), options);
    await exportCi(database.db(), options);
    expect(told.sort()).toEqual([...[...owned, brokenJob].map((id) => `job ${id}`), `run ${brokenRun}`].sort());
    const left = await database
      .db()
      .selectFrom('run')
      .select('id')
      .where('tenant', '=', tenant)
      .where('exported_at', 'is', null)
      .execute();
    expect(left).toEqual([]);
    const sent = await database.db().selectFrom('outbox').selectAll().where('tenant', '=', tenant).execute();
    const lines = sent.filter((row) => row.signal === 'logs').reduce((sum, row) => sum + row.items, 0);
    expect(lines > 1).toBe(exporting);
    expect(await metricsOf(tenant)).toEqual(
      expect.arrayContaining([expect.stringContaining('cicd.pipeline.run.duration')]),
    );
    const refused = await database
      .db()
      .selectFrom('export_rejection')
      .selectAll()
      .where('tenant', '=', tenant)
      .execute();
    expect(refused.map((row) => [row.signal, row.reason, Number(row.quantity)]).sort()).toEqual([
      ['traces', 'unreadable job', owned.length + 1],
      ['traces', 'unreadable run', 1],
    ]);
  });
});

describe('on the way', () => {
  test('active runs follow the state as it is known', async () => {
    const active = async (): Promise<string[]> =>
      (await metricsOf('active')).filter((line) => line.startsWith('cicd.pipeline.run.active'));
    await digest(database.db(), 'active', [run(2000, 1, 'queued', '2026-01-31T09:00:00Z')]);
    expect(await active()).toEqual(['cicd.pipeline.run.active CI pending 1']);
    await digest(database.db(), 'active', [job(71, 2000, 1, 'in_progress', { workflow_name: 'CI' })]);
    expect(await active()).toEqual(['cicd.pipeline.run.active CI executing 1']);
    await digest(database.db(), 'active', [
      run(2000, 1, 'in_progress', '2026-01-31T09:02:00Z', { name: 'CI renamed' }),
    ]);
    expect(await active()).toEqual(['cicd.pipeline.run.active CI renamed executing 1']);
    await digest(database.db(), 'active', [
      run(2000, 1, 'completed', '2026-01-31T09:05:00Z', { conclusion: 'success' }),
    ]);
    expect(await active()).toEqual([]);
  });

  test('a change that is closed, reopened and merged is counted where it stands', async () => {
    const when = (minutes: number): string => new Date(Date.UTC(2026, 0, 31, 9, minutes)).toISOString();
    const steps = [
      pull({}),
      pull({ state: 'closed', closed_at: when(1), updated_at: when(1) }),
      pull({ state: 'open', updated_at: when(2) }),
      pull({
        state: 'closed',
        merged: true,
        merged_at: when(3),
        closed_at: when(3),
        updated_at: when(3),
        merge_commit_sha: MERGE_SHA,
      }),
    ];
    for (const step of steps) await digest(database.db(), 'reopened', [step, step]);
    await digest(database.db(), 'reopened', steps);
    expect(await metricsOf('reopened')).toEqual([
      'vcs.change.count merged 1',
      expect.stringMatching(/^vcs.change.duration open 1×/),
      expect.stringMatching(/^vcs.change.time_to_merge 1×/),
    ]);
  });

  test.each([
    ['before', 'rel-1'],
    ['after', 'rel-2'],
  ])('releases called by a tag find its commit, when they are made %s it is known', async (order, tenant) => {
    const db = database.db();
    await db.insertInto('tenant').values({ id: tenant, name: tenant }).execute();
    const project = await db
      .insertInto('project')
      .values({ tenant, slug: 'shop', name: 'shop' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const versions = ['shop@1.2.0', '1.2.0', 'v1.2.0', 'payments@1.2.0', 'shop@1.3.0', '2026-01'];
    const seen = { first_seen: now(), last_seen: now() };
    const makeReleases = () =>
      db
        .insertInto('release')
        .values(versions.map((version) => ({ tenant, project_id: project.id, version, ...seen })))
        .execute();
    if (order === 'before') await makeReleases();
    await digest(db, tenant, [deployment(57, null, '2026-01-31T09:40:00Z', null, { ref: 'v1.2.0' }), ...story]);
    if (order === 'after') await makeReleases();
    const rows = await db.selectFrom('release').select(['version', 'sha']).where('tenant', '=', tenant).execute();
    expect(Object.fromEntries(rows.map((row) => [row.version, row.sha]))).toEqual({
      'shop@1.2.0': MERGE_SHA,
      // The project has the repository's name.
      '1.2.0': MERGE_SHA,
      'v1.2.0': MERGE_SHA,
      // Another package with the same number is another release.
      'payments@1.2.0': null,
      'shop@1.3.0': null,
      '2026-01': null,
    });
  });

  test('names with NUL and half surrogates are stored without them', async () => {
    await digest(database.db(), 'odd', [
      run(2100, 1, 'queued', '2026-01-31T09:00:00Z', { name: 'a\u0000b\ud800c', display_title: '\\u0000' }),
    ]);
    const row = await database
      .db()
      .selectFrom('run')
      .select(['name', 'title'])
      .where('tenant', '=', 'odd')
      .executeTakeFirst();
    expect(row).toEqual({ name: 'ab\ufffdc', title: '\\u0000' });
  });
});

describe('bad input', () => {
  test.each([
    ['no JSON', { body: Buffer.from('{') }, /not JSON/],
    ['no event', { meta: {} }, /which event/],
    ['no workflow run', { body: Buffer.from('{}') }, /workflow_run/],
    ['a broken encoding', { encoding: 'gzip' }, /gzip/],
  ])('%s is refused for good and changes nothing', async (_, fields, message) => {
    const [item] = itemsOf('bad', [run(1, 1, 'queued', '2026-01-31T09:00:00Z')]);
    const attempt = database
      .db()
      .transaction()
      .execute((tx) => digestCi(tx, item ? [{ ...item, ...fields }] : [], createContext({ now, blobs })));
    await expect(attempt).rejects.toThrow(BadInput);
    await expect(attempt).rejects.toThrow(message);
    expect(await database.db().selectFrom('run').selectAll().where('tenant', '=', 'bad').execute()).toEqual([]);
  });
});

test('500 deliveries take as many statements as 28 do', async () => {
  const statementsOf = async (tenant: string, deliveries: readonly Delivery[]): Promise<number> =>
    database
      .db()
      .transaction()
      .execute(async (tx) => {
        const execute = jest.spyOn(tx, 'executeQuery');
        await digestCi(tx, itemsOf(tenant, deliveries), createContext({ now, blobs }));
        return execute.mock.calls.length;
      });
  const many = Array.from({ length: 18 }, (_, n) => moved(story, 10_000 * n)).flat();
  expect(many.length).toBeGreaterThan(500);
  const few = await statementsOf('few', story);
  expect(await statementsOf('many', many)).toBe(few);
  expect(few).toBeLessThanOrEqual(24);
});

/** The same story with other runs and jobs. */
function moved(deliveries: readonly Delivery[], by: number): Delivery[] {
  return deliveries.map(({ event, payload }) => ({
    event,
    payload: Object.fromEntries(
      Object.entries(payload).map(([key, part]) => [key, key.startsWith('workflow_') ? movedIds(part, by) : part]),
    ),
  }));
}

function movedIds(part: unknown, by: number): unknown {
  if (typeof part !== 'object' || part === null) return part;
  const id = (value: unknown): unknown => (typeof value === 'number' ? value + by : value);
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, key === 'id' || key === 'run_id' ? id(value) : value]),
  );
}

test('a late report that moves the end of a run moves the jobs that it closed, in any order', async () => {
  const reports = [
    run(77, 1, 'completed', '2026-01-31T09:10:00Z', { conclusion: 'failure' }),
    run(77, 1, 'in_progress', '2026-01-31T09:20:00Z'),
    job(771, 77, 1, 'queued'),
    job(772, 77, 1, 'completed', { conclusion: 'success', completed_at: '2026-01-31T09:09:00Z' }),
    // Its runner's clock is ahead of GitHub's.
    job(773, 77, 1, 'in_progress', { started_at: '2026-01-31T09:30:00Z', runner_id: 4 }),
  ];
  await digest(database.db(), 'moved', reports);
  const expected = await rowsOf('moved');
  expect(expected['job']).toHaveLength(3);
  for (let seed = 1; seed <= 20; seed++) {
    for (const report of shuffled(reports, seed)) await digest(database.db(), `moved-${seed}`, [report]);
    expect(await rowsOf(`moved-${seed}`)).toEqual(expected);
  }
});

describe('a pipeline of GitLab', () => {
  test('fails, is retried, goes on and deploys', async () => {
    for (const delivery of gitlabStory) await digest(database.db(), 'gitlab', [delivery], 'gitlab');
    const db = database.db();
    const runs = await db.selectFrom('run').selectAll().where('tenant', '=', 'gitlab').execute();
    expect(runs).toMatchObject([
      {
        id: 'gitlab-git.example.org-31-1',
        host: 'git.example.org',
        display_status: 'success',
        duration_ms: '90000',
        queue_ms: '15000',
        jobs_total: 3,
        jobs_failed: 0,
        trace_id: runTraceIds({ provider: 'gitlab', host: 'git.example.org', repository: 'demo/web/shop' }, '31', 1)
          .traceId,
      },
    ]);
    const jobs = await db.selectFrom('job').selectAll().where('tenant', '=', 'gitlab').orderBy('id').execute();
    expect(jobs.map((j) => [j.id, j.name, j.stage, j.result, j.retried])).toEqual([
      ['gitlab-git.example.org-380', 'compile', 'build', 'success', false],
      ['gitlab-git.example.org-381', 'unit', 'test', 'failed', true],
      ['gitlab-git.example.org-383', 'deploy', 'deploy', 'success', false],
      ['gitlab-git.example.org-391', 'unit', 'test', 'success', false],
    ]);
    const deployments = await db.selectFrom('deployment').selectAll().where('tenant', '=', 'gitlab').execute();
    expect(deployments).toMatchObject([
      { id: 'gitlab-git.example.org-15', production: true, result: 'success', run_id: runs[0]?.id, run_reported: true },
    ]);
    const change = await db.selectFrom('change').selectAll().where('tenant', '=', 'gitlab').executeTakeFirstOrThrow();
    expect(change).toMatchObject({
      state: 'merged',
      author: { name: 'ada' },
      merged_at: new Date('2026-01-31T08:59:55Z'),
      merge_sha: runs[0]?.sha,
    });
    expect((await metricsOf('gitlab')).filter((line) => line.startsWith('cicd.pipeline.run.active'))).toEqual([]);
  });

  test.each(Array.from({ length: 12 }, (_, seed) => seed))('in order %s it is the same', async (seed) => {
    const tenant = `gitlab-${seed}`;
    const all = shuffled([...gitlabStory, ...gitlabStory], seed);
    for (let at = 0; at < all.length; at += 1 + (seed % 5))
      await digest(database.db(), tenant, all.slice(at, at + 1 + (seed % 5)), 'gitlab');
    expect(await rowsOf(tenant)).toEqual(await rowsOf('gitlab'));
  });

  test('taken up again before it was exported, it is exported at its last end', async () => {
    const reopened = gitlabStory.slice(0, 12);
    await digest(database.db(), 'reopened', reopened, 'gitlab');
    const [live] = await database.db().selectFrom('run').selectAll().where('tenant', '=', 'reopened').execute();
    expect(live).toMatchObject({ display_status: 'running', finished_at: null, export_after: null, jobs_failed: 0 });
    await digest(database.db(), 'reopened', gitlabStory.slice(12), 'gitlab');
    const [ended] = await database.db().selectFrom('run').selectAll().where('tenant', '=', 'reopened').execute();
    expect(ended).toMatchObject({ display_status: 'success' });
    expect(ended?.export_after).not.toBeNull();
  });

  test('two servers of one tenant with equal numbers stay apart', async () => {
    const elsewhere = gitlabStory.map(({ event, payload }) => ({
      event,
      payload: JSON.parse(JSON.stringify(payload).replaceAll('git.example.org', 'other.example.org')) as typeof payload,
    }));
    await digest(database.db(), 'two', [...gitlabStory, ...elsewhere], 'gitlab');
    const runs = await database.db().selectFrom('run').select(['id', 'trace_id']).where('tenant', '=', 'two').execute();
    expect(runs.map((run) => run.id).sort()).toEqual(['gitlab-git.example.org-31-1', 'gitlab-other.example.org-31-1']);
    expect(new Set(runs.map((run) => run.trace_id)).size).toBe(2);
  });
});

test('what could not be read again is refused by name and changes nothing', async () => {
  const build = {
    id: 7,
    // No number that a computer counts by.
    number: '10000000000000000',
    state: 'started',
    started_at: '2026-01-31T09:00:00Z',
    repository: { name: 'shop', owner_name: 'demo' },
  };
  const attempt = digest(database.db(), 'endless', [{ event: 'build', payload: build }], 'travis');
  await expect(attempt).rejects.toThrow(BadInput);
  await expect(attempt).rejects.toThrow(/number/);
  expect(await database.db().selectFrom('run').selectAll().where('tenant', '=', 'endless').execute()).toEqual([]);
});

describe('a run that nothing more is heard of', () => {
  const hours = (n: number) => () => new Date(now().getTime() + n * 3_600_000);
  const end = (n: number) => endLostRuns(database.db(), { now: hours(n), blobs, afterMs: 24 * 3_600_000 });
  const stateOf = async (tenant: string) => {
    const rows = await database
      .db()
      .selectFrom('run')
      .select(['id', 'display_status'])
      .where('tenant', '=', tenant)
      .execute();
    return rows.map((row) => row.display_status);
  };

  test('is given up after its time, once, and its jobs with it', async () => {
    await end(1000);
    await digest(database.db(), 'unheard', [
      run(88, 1, 'in_progress', '2026-01-31T09:20:00Z'),
      job(881, 88, 1, 'in_progress', { started_at: '2026-01-31T09:21:00Z', runner_id: 4 }),
    ]);
    expect(await end(23)).toBe(0);
    expect(await stateOf('unheard')).toEqual(['running']);
    expect(await end(25)).toBe(1);
    expect(await end(25)).toBe(0);
    expect(await stateOf('unheard')).toEqual(['unknown']);
    const [row] = await database
      .db()
      .selectFrom('job')
      .select(['status', 'result'])
      .where('tenant', '=', 'unheard')
      .execute();
    expect(row).toEqual({ status: 'completed', result: 'unknown' });
    expect((await metricsOf('unheard')).filter((line) => line.includes('run.active'))).toEqual([]);
  });

  test('ends as it really did when its end comes after all', async () => {
    await digest(database.db(), 'unheard', [
      run(88, 1, 'completed', '2026-01-31T09:20:30Z', { conclusion: 'success' }),
    ]);
    expect(await stateOf('unheard')).toEqual(['success']);
  });

  test('two bridges give it up once', async () => {
    await digest(database.db(), 'lost-twice', [run(89, 1, 'in_progress', '2026-01-31T09:20:00Z')]);
    expect((await Promise.all([end(30), end(30)])).sort()).toEqual([0, 1]);
  });
});
