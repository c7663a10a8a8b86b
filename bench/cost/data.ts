import { rawQuery, type Database } from '../../bridge/src/store/database';

export const RUNS = 100_000;
export const JOBS_OF_A_RUN = 5;
const TENANT = 'default';

/** md5 of a counter makes data that is the same in every run and has no order that an index could profit from. */
const random = (n: string, salt: string, below: number): string =>
  `(('x' || substr(md5(${n}::text || '${salt}'), 1, 7))::bit(28)::int % ${below})`;

const ofJob = "(n || 'j' || j)";

const statements: readonly [string, string][] = [
  [
    'times of jobs',
    `INSERT INTO job_time (at, worked_ms, queue_ms, same, outcome, tenant, repository, pipeline, job, system, runner, branch, run_id, job_id)
     SELECT now() - make_interval(secs => n * 25), 15000 + 1000 * ${random(ofJob, 'took', 900)}, 15000,
       same_job('demo/repository-' || ${random('n', 'repository', 25)}, 'ci', (n / 3)::text, j::text),
       CASE WHEN ${random(ofJob, 'result', 20)} = 0 THEN 'failed' WHEN ${random(ofJob, 'result', 20)} = 1 THEN 'cancelled' ELSE 'success' END,
       '${TENANT}', 'demo/repository-' || ${random('n', 'repository', 25)}, (ARRAY['ci','deploy','nightly','lint'])[1 + ${random('n', 'name', 4)}],
       (ARRAY['build','lint','unit','browser','deploy'])[j], 'github',
       (ARRAY['["ubuntu-latest"]','["ubuntu-8-cores"]','["windows-2025"]','["macos-15"]'])[1 + ${random(ofJob, 'label', 4)}],
       CASE WHEN ${random('n', 'main', 2)} = 0 THEN 'main' ELSE 'feature/' || ${random('n', 'branch', 2000)} END,
       'github-' || n || '-1', 'github-' || (n * 10 + j)
     FROM generate_series(1, ${RUNS}) n, generate_series(1, ${JOBS_OF_A_RUN}) j`,
  ],
  ['kinds of runners', 'INSERT INTO runner_kind SELECT DISTINCT tenant, system, runner FROM job_time'],
];

/** Fills a migrated, bootstrapped database with the rows that the trigger on `job` writes, its statistics as autovacuum would bring them up to date. */
export async function fill(db: Database, say: (what: string) => void): Promise<void> {
  for (const [what, statement] of statements) {
    const start = performance.now();
    await rawQuery(db, statement, []);
    say(`filled ${what} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  await rawQuery(db, 'VACUUM ANALYZE', []);
}
