import { TimelineEvent } from '@summit/contracts';
import type { Selectable } from 'kysely';
import type { IncidentTimelineTable } from '../../store/tables';
import { z } from 'zod';

const Metadata = z.record(z.string(), z.unknown());

export const TimelinePage = z.object({ items: z.array(TimelineEvent), next: z.string().nullable() });

export function toTimelineEvent(row: Selectable<IncidentTimelineTable>): TimelineEvent {
  const metadata = Metadata.safeParse(row.metadata).data ?? {};
  return {
    id: row.id,
    incidentId: row.incident_id,
    timestamp: row.at.toISOString(),
    type: TimelineEvent.shape.type.parse(row.type),
    content: row.content,
    createdBy: row.created_by,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}
