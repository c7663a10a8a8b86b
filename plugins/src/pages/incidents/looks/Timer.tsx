import type { Incident } from '@summit/contracts';
import { duration } from '../../../shared/time/format';
import { useNow } from '../../../shared/time/useNow';

type Lived = Pick<Incident, 'createdAt' | 'resolvedAt'>;

/** How long an incident lasted, or lasts. */
export const lasted = ({ createdAt, resolvedAt }: Lived, now: number): number =>
  Math.max(0, (resolvedAt ? Date.parse(resolvedAt) : now) - Date.parse(createdAt));

/** The time of an incident, running until it is resolved. */
export const Timer = ({ incident }: { incident: Lived }) => {
  const now = useNow(1000);
  return <span style={{ fontVariantNumeric: 'tabular-nums' }}>{duration(lasted(incident, now))}</span>;
};
