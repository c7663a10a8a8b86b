import { rawQuery, type Tx } from '../../store/database';
import { ALGORITHM } from '../../domain/grouping/group';
import type { PreparedEvent } from './prepare';

/** Events of one issue, in no particular order; `created` when this transaction made the issue. */
export interface IssueGroup {
  issueId: string;
  tenant: string;
  created: boolean;
  events: PreparedEvent[];
}

/** Project and hash, for maps. */
type HashKey = string;

/**
 * Finds the issue of each event and makes the missing ones. Two bridges that meet the same new hash at once make one issue: the project's
 * row is locked before the second look, and it also holds the counter that short ids come from. There is no cache of hashes: a look-up
 * is a few microseconds an event within the batch, and cannot point at an issue that was merged or deleted meanwhile.
 */
export async function findOrCreateIssues(tx: Tx, events: readonly PreparedEvent[]): Promise<IssueGroup[]> {
  const byHash = new Map<HashKey, PreparedEvent[]>();
  for (const event of events) {
    const key = hashKey(event.projectId, event.hash);
    const group = byHash.get(key);
    if (group) group.push(event);
    else byHash.set(key, [event]);
  }
  const known = await findIssues(tx, representatives(byHash));
  const created = new Set<string>();
  const missing = representatives(byHash).filter((event) => !known.has(hashKey(event.projectId, event.hash)));
  if (missing.length > 0)
    for (const [key, issueId] of await createIssues(tx, missing, created)) known.set(key, issueId);
  return groupByIssue(byHash, known, created);
}

/** The event of each hash that happened first: it gives a new issue its words. */
function representatives(byHash: Map<HashKey, PreparedEvent[]>): PreparedEvent[] {
  return [...byHash.values()].map((group) =>
    group.reduce((a, b) => (b.occurrence.occurredMs < a.occurrence.occurredMs ? b : a)),
  );
}

async function findIssues(tx: Tx, events: readonly PreparedEvent[]): Promise<Map<HashKey, string>> {
  const rows = await rawQuery<{ project_id: string; hash: string; issue_id: string }>(
    tx,
    `SELECT h.project_id, encode(h.hash, 'hex') AS hash, h.issue_id
     FROM unnest($1::bigint[], $2::text[]) AS k(project_id, hash)
     JOIN issue_hash h ON h.project_id = k.project_id AND h.algorithm = $3 AND h.hash = decode(k.hash, 'hex')`,
    [events.map((e) => e.projectId), events.map((e) => e.hash), ALGORITHM],
  );
  return new Map(rows.map((row) => [hashKey(row.project_id, row.hash), row.issue_id]));
}

async function createIssues(tx: Tx, missing: PreparedEvent[], created: Set<string>): Promise<Map<HashKey, string>> {
  const projects = await lockProjects(tx, missing);
  const found = await findIssues(tx, missing);
  const wanted = missing.filter((event) => !found.has(hashKey(event.projectId, event.hash)));
  if (wanted.length === 0) return found;
  const shortIds = wanted.map((event) => takeShortId(projects, event));
  const rows = await rawQuery<{ id: string; short_id: string; project_id: string }>(
    tx,
    `INSERT INTO issue (tenant, project_id, short_id, title, type, value, culprit, level, platform, first_seen, last_seen, grouping)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::timestamptz[], $10::timestamptz[], $11::jsonb[])
     RETURNING id, short_id, project_id`,
    [
      wanted.map((e) => e.item.tenant),
      wanted.map((e) => e.projectId),
      shortIds,
      wanted.map((e) => e.description.title),
      wanted.map((e) => e.description.type),
      wanted.map((e) => e.description.value),
      wanted.map((e) => e.description.culprit),
      wanted.map((e) => e.event.level),
      wanted.map((e) => e.event.platform),
      wanted.map((e) => e.event.timestamp),
      wanted.map(groupingJson),
    ],
  );
  const ids = new Map(rows.map((row) => [hashKey(row.project_id, row.short_id), row.id]));
  wanted.forEach((event, index) => {
    const id = ids.get(hashKey(event.projectId, shortIds[index] ?? ''));
    if (id === undefined) throw new Error('an issue that was just made has no id');
    found.set(hashKey(event.projectId, event.hash), id);
    created.add(id);
  });
  await rememberHashes(tx, wanted, found);
  await saveCounters(tx, projects);
  return found;
}

interface ProjectCounter {
  slug: string;
  next: bigint;
}

/** FOR NO KEY UPDATE: rows that refer to the project are still written meanwhile, only other makers of issues wait. */
async function lockProjects(tx: Tx, events: readonly PreparedEvent[]): Promise<Map<string, ProjectCounter>> {
  const ids = [...new Set(events.map((event) => event.projectId))];
  const rows = await rawQuery<{ id: string; slug: string; next_short_id: string }>(
    tx,
    'SELECT id, slug, next_short_id FROM project WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { slug: row.slug, next: BigInt(row.next_short_id) }]));
}

function takeShortId(projects: Map<string, ProjectCounter>, event: PreparedEvent): string {
  const project = projects.get(event.projectId);
  if (project === undefined) throw new Error(`project ${event.projectId} is gone`);
  const shortId = `${project.slug}-${project.next.toString(36)}`.toUpperCase();
  project.next += 1n;
  return shortId;
}

async function rememberHashes(tx: Tx, events: readonly PreparedEvent[], found: Map<HashKey, string>): Promise<void> {
  await rawQuery(
    tx,
    `INSERT INTO issue_hash (project_id, algorithm, hash, issue_id)
     SELECT k.project_id, $4, decode(k.hash, 'hex'), k.issue_id FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS k(project_id, hash, issue_id)`,
    [
      events.map((e) => e.projectId),
      events.map((e) => e.hash),
      events.map((e) => found.get(hashKey(e.projectId, e.hash))),
      ALGORITHM,
    ],
  );
}

async function saveCounters(tx: Tx, projects: Map<string, ProjectCounter>): Promise<void> {
  await rawQuery(
    tx,
    `UPDATE project SET next_short_id = k.next FROM unnest($1::bigint[], $2::bigint[]) AS k(id, next) WHERE project.id = k.id`,
    [[...projects.keys()], [...projects.values()].map((project) => project.next.toString())],
  );
}

/** jsonb refuses half a surrogate pair, which a cut string can end with; a round trip through UTF-8 replaces it. */
function groupingJson(event: PreparedEvent): string {
  const parts = event.grouping.parts.slice(0, 60).map((part) => Buffer.from(part, 'utf8').toString('utf8'));
  return JSON.stringify({ algorithm: ALGORITHM, hash: event.hash, parts });
}

/** Several hashes may point at one issue. In the order of issue ids, which is the order in which rows are locked. */
function groupByIssue(
  byHash: Map<HashKey, PreparedEvent[]>,
  known: Map<HashKey, string>,
  created: Set<string>,
): IssueGroup[] {
  const groups = new Map<string, IssueGroup>();
  for (const [key, events] of byHash) {
    const issueId = known.get(key);
    const tenant = events[0]?.item.tenant;
    if (issueId === undefined || tenant === undefined) throw new Error('an event is left without an issue');
    const group = groups.get(issueId);
    if (group) group.events.push(...events);
    else groups.set(issueId, { issueId, tenant, created: created.has(issueId), events: [...events] });
  }
  return [...groups.values()].sort((a, b) => (BigInt(a.issueId) < BigInt(b.issueId) ? -1 : 1));
}

function hashKey(projectId: string, hash: string): HashKey {
  return `${projectId}/${hash}`;
}
