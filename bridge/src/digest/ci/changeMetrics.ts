import type { ChangeFact } from '@summit/contracts';
import {
  ATTR_VCS_CHANGE_STATE,
  METRIC_VCS_CHANGE_COUNT,
  METRIC_VCS_CHANGE_DURATION,
  METRIC_VCS_CHANGE_TIME_TO_MERGE,
} from '@opentelemetry/semantic-conventions/incubating';
import { repositoryAttributes } from '../ciAttributes';
import type { DigestContext } from '../context';
import type { Owning } from './batch';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Seconds: a change lives minutes to weeks. */
const BOUNDS = [300, 900, HOUR, 4 * HOUR, 8 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY];

/**
 * What a report of a change adds to the metrics: `vcs.change.count` moves from its former state to its new one; when it is first seen
 * closed or merged its time open is measured, and when it is first seen merged its time to the merge, each once.
 *
 * What was over long before it was heard of (imported history) is not measured: the times would count as of now.
 *
 * The conventions make the two times gauges of single changes; as histograms they keep few series and can be aggregated.
 *
 * @returns when the change was measured, to be stored with it
 */
export function changeMetrics(
  context: DigestContext,
  { tenant, fact, history = false }: Owning<'change'>,
  before: ChangeFact | undefined,
  measuredAt: Date | null,
): Date | null {
  const attributes = repositoryAttributes(fact.repository);
  const move = (state: string, add: number): void =>
    context.addMetric(tenant, {
      kind: 'updown',
      name: METRIC_VCS_CHANGE_COUNT,
      unit: '{change}',
      attributes: { ...attributes, [ATTR_VCS_CHANGE_STATE]: state },
      add,
    });
  if (before?.state !== fact.state) {
    if (before) move(before.state, -1);
    move(fact.state, 1);
  }
  if (history) return fact.state === 'open' ? measuredAt : (measuredAt ?? context.now());
  const seconds = (end: string): number => Math.max(0, (Date.parse(end) - Date.parse(fact.createdAt)) / 1000);
  const measure = (name: string, value: number, more: Record<string, string>): void =>
    context.addMetric(tenant, {
      kind: 'histogram',
      name,
      unit: 's',
      attributes: { ...attributes, ...more },
      value,
      bounds: BOUNDS,
    });
  const end = fact.mergedAt ?? fact.closedAt ?? fact.updatedAt;
  if (fact.state === 'merged' && before?.state !== 'merged') measure(METRIC_VCS_CHANGE_TIME_TO_MERGE, seconds(end), {});
  if (fact.state === 'open' || measuredAt !== null) return measuredAt;
  measure(METRIC_VCS_CHANGE_DURATION, seconds(end), { [ATTR_VCS_CHANGE_STATE]: 'open' });
  return context.now();
}
