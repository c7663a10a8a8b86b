import { rawQuery, type Tx } from '../../store/database';
import type { DigestContext, Handler, InboxItem } from '../context';
import { insertEvents, keepBodies } from './events';
import { findOrCreateIssues } from './issues';
import { logRequests } from './logs';
import { prepare, type PreparedEvent } from './prepare';
import { keepUnseen } from './seen';
import { addTags } from './tags';
import { addEntities, addHoursAndReleases, updateIssues, type UpdatedIssue } from './update';

/**
 * All effects of a batch of Sentry bodies. Rows are locked in one order in every transaction: seen, project, issue_user, issue, what belongs
 * to issues, release, environment, service; within a table by key. What other batches could wait for, the issues' rows, is locked late.
 */
export const digestSentry: Handler = async (tx, items, context) => {
  const { events, counts, format } = await prepare(items);
  for (const entry of counts) context.count(entry);
  if (events.length === 0) return;
  const fresh = await keepUnseen(tx, events);
  countFates(context, events, fresh);
  if (fresh.length === 0) return;
  const slugs = await projectSlugs(tx, fresh);
  const blobIds = await keepBodies(tx, context.blobs, fresh, format);
  const groups = await findOrCreateIssues(tx, fresh);
  await insertEvents(tx, groups, blobIds);
  const updated = await updateIssues(tx, groups);
  // Encoding needs no database: it is done while PostgreSQL works on the counts.
  await Promise.all([
    addCounts(tx, updated, slugs),
    nextTurn().then(() => logRequests(updated, slugs).forEach((request) => context.emit(request))),
  ]);
  announce(context, updated, slugs);
};

async function addCounts(tx: Tx, updated: readonly UpdatedIssue[], slugs: ReadonlyMap<string, string>): Promise<void> {
  await addHoursAndReleases(tx, updated);
  await addTags(tx, updated);
  await addEntities(tx, updated, slugs);
}

/** After what was asked of the database has been written to its socket. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function countFates(context: DigestContext, events: readonly PreparedEvent[], fresh: readonly PreparedEvent[]): void {
  const stored = countByTenant(fresh.map((event) => event.item));
  for (const [tenant, total] of countByTenant(events.map((event) => event.item))) {
    const kept = stored.get(tenant) ?? 0;
    const entry = { tenant, source: 'sentry', unit: 'item', category: 'error' } as const;
    if (kept > 0) context.count({ ...entry, state: 'stored', quantity: kept });
    if (total > kept) context.count({ ...entry, state: 'deduplicated', quantity: total - kept });
  }
}

function countByTenant(items: readonly InboxItem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tenant } of items) counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
  return counts;
}

async function projectSlugs(tx: Tx, events: readonly PreparedEvent[]): Promise<Map<string, string>> {
  const rows = await rawQuery<{ id: string; slug: string }>(
    tx,
    'SELECT id, slug FROM project WHERE id = ANY($1::bigint[])',
    [[...new Set(events.map((event) => event.projectId))]],
  );
  return new Map(rows.map((row) => [row.id, row.slug]));
}

/** The change feed, and a counter of events by service and level: names that senders choose freely do not become series. */
function announce(context: DigestContext, updated: readonly UpdatedIssue[], slugs: ReadonlyMap<string, string>): void {
  const counts = new Map<string, { tenant: string; service: string; level: string; add: number }>();
  for (const { group } of updated) {
    context.changed(group.tenant, 'issue', group.issueId);
    for (const { projectId, occurrence, item } of group.events) {
      const key = `${projectId}/${occurrence.level}`;
      const count = counts.get(key);
      if (count) count.add += 1;
      else
        counts.set(key, {
          tenant: item.tenant,
          service: slugs.get(projectId) ?? projectId,
          level: occurrence.level,
          add: 1,
        });
    }
  }
  for (const { tenant, service, level, add } of counts.values())
    context.addMetric(tenant, {
      name: 'summit.error.events',
      unit: '{event}',
      kind: 'sum',
      attributes: { 'service.name': service, level },
      add,
    });
}
