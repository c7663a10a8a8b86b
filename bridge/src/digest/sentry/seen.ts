import { rawQuery, type Tx } from '../../store/database';
import type { PreparedEvent } from './prepare';

/**
 * Marks events as seen and returns those that were not seen before, each once: only they count. Keys go in in order, so that two
 * bridges with the same events wait for each other rather than deadlock.
 */
export async function keepUnseen(tx: Tx, events: readonly PreparedEvent[]): Promise<PreparedEvent[]> {
  const first = new Map<string, PreparedEvent>();
  for (const event of events) {
    const key = seenKey(event.projectId, event.event.eventId);
    if (!first.has(key)) first.set(key, event);
  }
  const ordered = [...first.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
  const fresh = await rawQuery<{ project_id: string; event_id: string }>(
    tx,
    `INSERT INTO seen (tenant, project_id, event_id)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::uuid[])
     ON CONFLICT DO NOTHING RETURNING project_id, event_id`,
    [ordered.map((e) => e.item.tenant), ordered.map((e) => e.projectId), ordered.map((e) => e.event.eventId)],
  );
  const kept = new Set(fresh.map((row) => seenKey(row.project_id, row.event_id.replaceAll('-', ''))));
  return ordered.filter((event) => kept.has(seenKey(event.projectId, event.event.eventId)));
}

function seenKey(projectId: string, eventId: string): string {
  return `${projectId}/${eventId}`;
}
