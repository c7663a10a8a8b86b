import { rawQuery, type Database } from '../../bridge/src/store/database';

export const TESTS = 5_000;
export const RUNS = 200;
export const RESULTS = TESTS * RUNS;
/** A test that ran in each of them, as all do. */
export const BROKEN = 4_711;
const TENANT = 'default';

/** md5 of a counter: the same in every run, and in no order that an index could profit from. */
const random = (n: string, salt: string, below: number): string =>
  `(('x' || substr(md5((${n})::text || '${salt}'), 1, 7))::bit(28)::int % ${below})`;

/** One result in 50 did not pass; one in 500 passed late; test BROKEN fails since the 150th run. */
const rank = `CASE WHEN t.id = ${BROKEN} THEN (CASE WHEN r.n > 150 THEN 0 ELSE 2 END)
  WHEN ${random('t.id * 1000 + r.n', 'fail', 50)} = 0 THEN 0 WHEN ${random('t.id * 1000 + r.n', 'late', 500)} = 0 THEN 1 ELSE 2 END`;

const statements: readonly [string, string][] = [
  [
    'runs',
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, status, result, display_status, branch, sha, queued_at, url, trace_id)
     SELECT '${TENANT}', 'github-' || n || '-1', 'github', 'github', 'github.com', n::text, 1, 'demo/shop', 'ci', n, 'completed', 'success', 'success',
       CASE WHEN n % 4 = 0 THEN 'feature/' || n ELSE 'main' END, md5(n::text) || substr(md5(n::text || 'x'), 1, 8), now() - make_interval(hours => ${RUNS} - n) * 3, '', md5(n::text)
     FROM generate_series(1, ${RUNS}) n`,
  ],
  [
    'reports',
    `INSERT INTO report (tenant, run_id, job, hash, kind, format, name, received_at, passed, failed)
     SELECT tenant, id, 'test', sha256(id::bytea), 'tests', 'junit', 'all', queued_at, ${TESTS}, 0 FROM run ORDER BY number`,
  ],
  [
    'tests',
    `INSERT INTO test (tenant, repository, hash, suite, name, file, first_seen, last_seen, last_outcome, duration_ms, flakes, flakes_of, last_flake_at)
     SELECT '${TENANT}', 'demo/shop', sha256(n::text::bytea), 'suite ' || n % 200 || ' › ' || substr(md5(n::text), 1, 8), 'does ' || substr(md5(n::text || 'name'), 1, 12), 'src/part' || n % 200 || '.test.ts',
       now() - interval '25 days', now(), CASE WHEN ${random('n', 'last', 50)} = 0 THEN 'failed' ELSE 'passed' END, ${random('n', 'ms', 20_000)},
       CASE WHEN n % 50 = 0 THEN 1 + ${random('n', 'flakes', 20)} ELSE 0 END, ${RUNS}, CASE WHEN n % 50 = 0 THEN now() - interval '1 day' END
     FROM generate_series(1, ${TESTS}) n ORDER BY n`,
  ],
  [
    'repository',
    `INSERT INTO repository (tenant, provider, full_name, url, default_branch) VALUES ('${TENANT}', 'github', 'demo/shop', 'https://github.com/demo/shop', 'main')`,
  ],
  ['branches', `SELECT count(test_line_of(tenant, repository, branch, 'test', queued_at)) FROM run`],
  [
    'results',
    `INSERT INTO test_result (tenant, run_id, rank, test_id, report_id, line_id, at, outcome, duration_ms, infrastructure, message, details)
     SELECT r.tenant, r.id, x.rank, t.id, p.id, l.id, r.queued_at, CASE WHEN x.rank = 0 THEN 'failed' ELSE 'passed' END, t.duration_ms, false,
       CASE WHEN x.rank = 0 THEN 'expected 3, got 2' END, CASE WHEN x.rank = 0 THEN repeat('at line 42 of a stack that goes on' || E'\\n', 40) END
     FROM (SELECT *, number::int AS n FROM run) r JOIN report p ON p.tenant = r.tenant AND p.run_id = r.id
     JOIN test_line l ON l.branch = r.branch CROSS JOIN test t
     CROSS JOIN LATERAL (SELECT (${rank})::smallint AS rank) x ORDER BY r.n, t.id`,
  ],
  [
    'flakes',
    `INSERT INTO test_flake (tenant, test_id, sha, job, run_id, how, at)
     SELECT x.tenant, x.test_id, r.sha, 'test', x.run_id, 'retry', x.at FROM test_result x JOIN run r ON r.id = x.run_id WHERE x.rank = 1`,
  ],
];

/** Fills a migrated, bootstrapped database, with its statistics as autovacuum keeps them on one that lives. */
export async function fill(db: Database, say: (what: string) => void): Promise<void> {
  for (const [what, statement] of statements) {
    const start = performance.now();
    await rawQuery(db, statement, []);
    say(`filled ${what} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  await rawQuery(db, 'VACUUM ANALYZE', []);
}
