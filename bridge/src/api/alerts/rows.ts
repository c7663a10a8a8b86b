import { Alert, Severity } from '@summit/contracts';
import type { Selectable } from 'kysely';
import type { AlertTable } from '../../store/tables';
import { isoOf, labelsOf, orLeftOut } from '../rows';
import { readableRows, type Unreadable } from '../unreadable';

export function toAlert(row: Selectable<AlertTable>): Alert {
  const annotations = labelsOf(row.annotations);
  return {
    id: row.id,
    name: row.name,
    description: annotations['description'] ?? annotations['summary'],
    severity: Severity.parse(row.severity),
    status: row.status === 'firing' ? 'firing' : 'resolved',
    startsAt: row.starts_at.toISOString(),
    endsAt: orLeftOut(isoOf(row.ends_at)),
    labels: labelsOf(row.labels),
    annotations,
    generatorURL: orLeftOut(row.generator_url),
    value: orLeftOut(row.value),
  };
}

/** The alerts of rows, without those that break their contract. */
export const toAlerts = (rows: readonly Selectable<AlertTable>[], unreadable: Unreadable): Alert[] =>
  readableRows(rows, { kind: 'alert', schema: Alert, read: toAlert }, unreadable);
