import type { StreamEvent } from '@summit/contracts';
import type { Database } from '../../store/database';
import { incidentsById } from '../incidents/rows';
import { issuesById } from '../issues/rows';
import { runsById } from '../runs/rows';
import type { FeedRow } from './feed';
import type { Unreadable } from '../unreadable';
import type { Position } from './position';

/** A change as it is sent: the state of the entity now, at the place of its latest row. */
export interface Change {
  position: Position;
  event: StreamEvent;
}

/**
 * Rows of one tenant as changes. Several rows of one entity are one change at the last row's place: its state then is the newest anyway,
 * and a client that resumes from any earlier place is sent it again.
 */
export async function toChanges(
  db: Database,
  tenant: string,
  rows: readonly FeedRow[],
  now: Date,
  unreadable: Unreadable,
): Promise<Change[]> {
  const latest = new Map<string, FeedRow>();
  for (const row of rows) {
    const key = `${row.kind} ${row.entityId}`;
    latest.delete(key);
    latest.set(key, row);
  }
  const idsOf = (kind: FeedRow['kind']): string[] =>
    [...latest.values()].filter((row) => row.kind === kind).map((row) => row.entityId);
  const [runs, issues, incidents] = await Promise.all([
    runsById(db, tenant, idsOf('run'), unreadable),
    issuesById(db, tenant, idsOf('issue'), now, unreadable),
    incidentsById(db, tenant, idsOf('incident'), unreadable),
  ]);
  const events = new Map<string, StreamEvent>([
    ...runs.map((run) => [`run ${run.id}`, { type: 'run', run }] as const),
    ...issues.map((issue) => [`issue ${issue.id}`, { type: 'issue', issue }] as const),
    ...incidents.map((incident) => [`incident ${incident.id}`, { type: 'incident', incident }] as const),
  ]);
  return [...latest].flatMap(([key, row]) => {
    const event = events.get(key);
    return event ? [{ position: { xid: row.xid, seq: row.seq }, event }] : [];
  });
}
