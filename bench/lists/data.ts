import { rawQuery, type Database } from '../../bridge/src/store/database';

export const ISSUES = 100_000;
export const RUNS = 20_000;
export const EVENTS_OF_ONE_ISSUE = 20_000;
export const TENANT = 'default';

/** md5 of a counter makes data that is the same in every run and has no order that an index could profit from. */
const random = (n: string, salt: string, below: number): string =>
  `(('x' || substr(md5(${n}::text || '${salt}'), 1, 7))::bit(28)::int % ${below})`;

const pick = (n: string, salt: string, values: readonly string[]): string =>
  `(ARRAY[${values.map((value) => `'${value}'`).join(',')}])[1 + ${random(n, salt, values.length)}]`;

const statements: readonly [string, string][] = [
  [
    'projects',
    `INSERT INTO project (tenant, slug, name) SELECT '${TENANT}', 'project-' || n, 'Project ' || n FROM generate_series(1, 20) n`,
  ],
  [
    'issues',
    `INSERT INTO issue (tenant, project_id, short_id, title, type, value, culprit, level, status, platform, count, user_count, first_seen, last_seen, first_release, last_release, environment)
     SELECT '${TENANT}', p.id, upper(p.slug) || '-' || n,
       ${pick('n', 'type', ['TypeError', 'RangeError', 'HTTPError', 'KeyError', 'TimeoutError'])} || ': ' || ${pick('n', 'verb', ['cannot read', 'failed to load', 'unexpected end of', 'refused by'])} || ' ' || substr(md5(n::text || 'word'), 1, 6) || ' of ' || ${pick('n', 'noun', ['cart', 'order', 'session', 'invoice', 'profile', 'search'])},
       ${pick('n', 'type', ['TypeError', 'RangeError', 'HTTPError', 'KeyError', 'TimeoutError'])}, 'a value that says a little more about ' || n,
       ${pick('n', 'file', ['cart', 'order', 'session', 'invoice'])} || '/totals.ts in compute' || ${random('n', 'fn', 500)},
       CASE WHEN ${random('n', 'level', 100)} < 2 THEN 'fatal' WHEN ${random('n', 'level', 100)} < 80 THEN 'error' ELSE 'warning' END,
       CASE WHEN ${random('n', 'status', 100)} < 60 THEN 'unresolved' WHEN ${random('n', 'status', 100)} < 90 THEN 'resolved' ELSE 'archived' END,
       ${pick('n', 'platform', ['node', 'javascript', 'python'])}, (100000.0 / (1 + ${random('n', 'count', 5000)}))::bigint, (9000.0 / (1 + ${random('n', 'users', 3000)}))::bigint,
       now() - make_interval(secs => ${random('n', 'age', 2_592_000)} + 86400), now() - make_interval(secs => ${random('n', 'seen', 86_400)} + 0.000001 * n),
       'shop@4.' || ${random('n', 'release', 400)}, 'shop@4.' || ${random('n', 'release', 400)}, ${pick('n', 'env', ['production', 'production', 'production', 'staging'])}
     FROM generate_series(1, ${ISSUES}) n
     JOIN (SELECT id, slug, row_number() OVER (ORDER BY id) - 1 AS at FROM project WHERE tenant = '${TENANT}' AND slug LIKE 'project-%') p ON p.at = ${random('n', 'project', 20)}`,
  ],
  [
    'releases of issues',
    `INSERT INTO issue_release (issue_id, version, first_seen, last_seen, count) SELECT id, first_release, first_seen, last_seen, count FROM issue`,
  ],
  [
    'tags of issues',
    `INSERT INTO issue_tag (issue_id, key, value, count)
     SELECT id, 'environment', environment, count FROM issue
     UNION ALL SELECT id, 'browser', 'Chrome ' || (100 + ${random('id', 'browser', 40)}), count FROM issue
     UNION ALL SELECT id, 'os', ${pick('id', 'os', ['iOS', 'Android', 'Windows', 'macOS'])}, count FROM issue`,
  ],
  [
    'hours of issues',
    `INSERT INTO issue_hour (issue_id, hour, count) SELECT id, date_trunc('hour', now()) - make_interval(hours => h), 1 + h FROM issue, generate_series(0, 5) h`,
  ],
  [
    'changes',
    `INSERT INTO change (tenant, provider, repository, number, title, state) SELECT '${TENANT}', 'github', 'demo/repository-' || r, n, 'Change ' || n, 'open' FROM generate_series(0, 24) r, generate_series(1, 200) n`,
  ],
  [
    'runs',
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, title, number, event, status, result, display_status, branch, sha, change_number, actor, queued_at, started_at, finished_at, queue_ms, duration_ms, url, trace_id, jobs_total)
     SELECT '${TENANT}', 'github-' || n || '-1', 'github', 'github', 'github.com', n::text, 1, 'demo/repository-' || ${random('n', 'repository', 25)}, ${pick('n', 'name', ['ci', 'deploy', 'nightly', 'lint'])}, 'Change the ' || ${pick('n', 'noun', ['cart', 'order', 'session', 'invoice'])} || ' ' || substr(md5(n::text), 1, 6),
       n, 'push', d.status, d.result, d.display, CASE WHEN ${random('n', 'main', 2)} = 0 THEN 'main' ELSE 'feature/' || ${random('n', 'branch', 2000)} END, md5(n::text) || substr(md5(n::text || 'x'), 1, 8), ${random('n', 'change', 200)} + 1,
       jsonb_build_object('name', 'person-' || ${random('n', 'actor', 60)}), now() - make_interval(secs => n * 60 + 0.000001 * n), now() - make_interval(secs => n * 60 - 20), now() - make_interval(secs => n * 60 - 50), 20000, 30000, 'https://git.test/' || n, md5(n::text), 8
     FROM generate_series(1, ${RUNS}) n
     CROSS JOIN LATERAL (SELECT CASE WHEN n < 30 THEN 'running' ELSE 'completed' END AS status, CASE WHEN n < 30 THEN NULL WHEN ${random('n', 'result', 10)} = 0 THEN 'failed' ELSE 'success' END AS result, CASE WHEN n < 30 THEN 'running' WHEN ${random('n', 'result', 10)} = 0 THEN 'failed' ELSE 'success' END AS display) d`,
  ],
  [
    'commits',
    `INSERT INTO commit (tenant, sha, provider, repository, message) SELECT tenant, sha, provider, repository, title FROM run`,
  ],
  [
    'events of one issue',
    `INSERT INTO event (tenant, project_id, event_id, issue_id, received_at, occurred_at, title, level, platform, release, environment, blob_id)
     SELECT '${TENANT}', project_id, md5(n::text)::uuid, id, now() - make_interval(secs => n * 0.001), now(), title, level, platform, first_release, environment, n
     FROM (SELECT * FROM issue ORDER BY id LIMIT 1) i, generate_series(1, ${EVENTS_OF_ONE_ISSUE}) n`,
  ],
];

/** Fills a migrated, bootstrapped database. Statistics are brought up to date, as autovacuum does on a database that lives. */
export async function fill(db: Database, say: (what: string) => void): Promise<void> {
  for (const [what, statement] of statements) {
    const start = performance.now();
    await rawQuery(db, statement, []);
    say(`filled ${what} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  await rawQuery(db, 'VACUUM ANALYZE', []);
}
