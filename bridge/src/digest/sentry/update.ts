import { rawQuery, type Tx } from '../../store/database';
import { aggregate, type IssueDelta } from '../../domain/issue/aggregate';
import { releaseSha } from '../../domain/issue/releaseSha';
import type { IssueGroup } from './issues';

/** An issue after a batch was added to it. */
export interface UpdatedIssue {
  group: IssueGroup;
  delta: IssueDelta;
  shortId: string;
  /** It was resolved, and an event that happened later opened it again. */
  regressed: boolean;
}

/** Adds a batch to its issues: one row an issue, whatever the number of events. Rows are locked in the order of ids. */
export async function updateIssues(tx: Tx, groups: readonly IssueGroup[]): Promise<UpdatedIssue[]> {
  const deltas = groups.map((group) => ({ group, delta: aggregate(group.events.map((event) => event.occurrence)) }));
  const newUsers = await addUsers(tx, deltas);
  const rows = await rawQuery<{ id: string; short_id: string; regressed: boolean }>(
    tx,
    `WITH delta AS (
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[],
         $8::text[], $9::text[]) AS d(id, count, users, first_seen, last_seen, level, environment, first_release, last_release)
     ), locked AS MATERIALIZED (
       SELECT id, status, resolved_at FROM issue WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE
     ), changed AS (
       SELECT d.*, (l.status = 'resolved' AND (l.resolved_at IS NULL OR d.last_seen > l.resolved_at)) AS regressed
       FROM delta d JOIN locked l USING (id)
     )
     UPDATE issue i SET
       count = i.count + c.count,
       user_count = i.user_count + c.users,
       first_release = CASE WHEN i.count = 0 OR c.first_seen < i.first_seen THEN coalesce(c.first_release, i.first_release) ELSE i.first_release END,
       last_release = CASE WHEN c.last_seen >= i.last_seen THEN coalesce(c.last_release, i.last_release) ELSE i.last_release END,
       level = CASE WHEN c.last_seen >= i.last_seen THEN c.level ELSE i.level END,
       environment = CASE WHEN c.last_seen >= i.last_seen THEN coalesce(c.environment, i.environment) ELSE i.environment END,
       first_seen = least(i.first_seen, c.first_seen),
       last_seen = greatest(i.last_seen, c.last_seen),
       status = CASE WHEN c.regressed THEN 'unresolved' ELSE i.status END,
       regressed_at = CASE WHEN c.regressed THEN now() ELSE i.regressed_at END,
       updated_at = now()
     FROM changed c WHERE i.id = c.id
     RETURNING i.id, i.short_id, c.regressed`,
    [
      deltas.map(({ group }) => group.issueId),
      deltas.map(({ delta }) => delta.count),
      deltas.map(({ group }) => newUsers.get(group.issueId) ?? 0),
      deltas.map(({ delta }) => new Date(delta.firstSeenMs).toISOString()),
      deltas.map(({ delta }) => new Date(delta.lastSeenMs).toISOString()),
      deltas.map(({ delta }) => delta.level),
      deltas.map(({ delta }) => delta.environment),
      deltas.map(({ delta }) => delta.firstRelease),
      deltas.map(({ delta }) => delta.lastRelease),
    ],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return deltas.map(({ group, delta }) => {
    const row = byId.get(group.issueId);
    // Deleted between look-up and lock: the batch is tried again and finds or makes another issue.
    if (row === undefined) throw new Error(`issue ${group.issueId} vanished while events were added to it`);
    return { group, delta, shortId: row.short_id, regressed: row.regressed };
  });
}

/** How many users each issue had not seen before. */
async function addUsers(
  tx: Tx,
  deltas: readonly { group: IssueGroup; delta: IssueDelta }[],
): Promise<Map<string, number>> {
  const pairs = deltas.flatMap(({ group, delta }) =>
    [...delta.users].sort().map((key) => [group.issueId, key] as const),
  );
  if (pairs.length === 0) return new Map();
  const rows = await rawQuery<{ issue_id: string; users: number }>(
    tx,
    `WITH fresh AS (
       INSERT INTO issue_user (issue_id, user_key)
       SELECT k.issue_id, decode(k.user_key, 'hex') FROM unnest($1::bigint[], $2::text[]) AS k(issue_id, user_key)
       ON CONFLICT DO NOTHING RETURNING issue_id
     ) SELECT issue_id, count(*)::int AS users FROM fresh GROUP BY issue_id`,
    [pairs.map(([id]) => id), pairs.map(([, key]) => key)],
  );
  return new Map(rows.map((row) => [row.issue_id, row.users]));
}

/** Counts by hour and by release. The issues' rows are locked by now, so nobody else touches these. */
export async function addHoursAndReleases(tx: Tx, updated: readonly UpdatedIssue[]): Promise<void> {
  const hours = updated.flatMap(({ group, delta }) =>
    [...delta.hours].map(([hour, count]) => [group.issueId, new Date(hour).toISOString(), count] as const),
  );
  const releases = updated.flatMap(({ group, delta }) =>
    [...delta.releases].map(([version, release]) => ({ issueId: group.issueId, version, ...release })),
  );
  await rawQuery(
    tx,
    `WITH hours AS (
       INSERT INTO issue_hour AS h (issue_id, hour, count)
       SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[])
       ON CONFLICT (issue_id, hour) DO UPDATE SET count = h.count + excluded.count
     )
     INSERT INTO issue_release AS r (issue_id, version, first_seen, last_seen, count)
     SELECT * FROM unnest($4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::bigint[])
     ON CONFLICT (issue_id, version) DO UPDATE SET count = r.count + excluded.count,
       first_seen = least(r.first_seen, excluded.first_seen), last_seen = greatest(r.last_seen, excluded.last_seen)`,
    [
      hours.map(([id]) => id),
      hours.map(([, hour]) => hour),
      hours.map(([, , count]) => count),
      releases.map((r) => r.issueId),
      releases.map((r) => r.version),
      releases.map((r) => new Date(r.firstSeenMs).toISOString()),
      releases.map((r) => new Date(r.lastSeenMs).toISOString()),
      releases.map((r) => r.count),
    ],
  );
}

/** The entities that events name: their project's releases, and the tenant's environments and services, in key order. */
export async function addEntities(
  tx: Tx,
  updated: readonly UpdatedIssue[],
  slugs: ReadonlyMap<string, string>,
): Promise<void> {
  const releases = new Map<
    string,
    { tenant: string; projectId: string; version: string; first: number; last: number }
  >();
  const environments = new Map<string, { tenant: string; name: string }>();
  const services = new Map<string, { tenant: string; name: string }>();
  for (const { group } of updated)
    for (const { item, projectId, occurrence } of group.events) {
      const { tenant } = item;
      const name = slugs.get(projectId);
      if (name !== undefined) services.set(`${tenant}/${name}`, { tenant, name });
      if (occurrence.environment !== null)
        environments.set(`${tenant}/${occurrence.environment}`, { tenant, name: occurrence.environment });
      if (occurrence.release === null) continue;
      const key = `${tenant}/${projectId}/${occurrence.release}`;
      const seen = releases.get(key) ?? {
        tenant,
        projectId,
        version: occurrence.release,
        first: Infinity,
        last: -Infinity,
      };
      seen.first = Math.min(seen.first, occurrence.occurredMs);
      seen.last = Math.max(seen.last, occurrence.occurredMs);
      releases.set(key, seen);
    }
  const ordered = inKeyOrder(releases);
  if (ordered.length > 0)
    await rawQuery(
      tx,
      `INSERT INTO release AS r (tenant, project_id, version, sha, first_seen, last_seen)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
       ON CONFLICT (tenant, project_id, version) DO UPDATE SET
         first_seen = least(r.first_seen, excluded.first_seen), last_seen = greatest(r.last_seen, excluded.last_seen)
       WHERE excluded.first_seen < r.first_seen OR excluded.last_seen > r.last_seen`,
      [
        ordered.map((r) => r.tenant),
        ordered.map((r) => r.projectId),
        ordered.map((r) => r.version),
        ordered.map((r) => releaseSha(r.version)),
        ordered.map((r) => new Date(r.first).toISOString()),
        ordered.map((r) => new Date(r.last).toISOString()),
      ],
    );
  await addNames(tx, 'environment', inKeyOrder(environments));
  await addNames(tx, 'service', inKeyOrder(services));
}

async function addNames(
  tx: Tx,
  table: 'environment' | 'service',
  rows: { tenant: string; name: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await rawQuery(
    tx,
    `INSERT INTO ${table} (tenant, name) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [rows.map((row) => row.tenant), rows.map((row) => row.name)],
  );
}

function inKeyOrder<T>(map: Map<string, T>): T[] {
  return [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
