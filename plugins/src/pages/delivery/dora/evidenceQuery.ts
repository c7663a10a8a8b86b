import type { DoraMetric } from '@summit/contracts';
import type { Params } from '../../../shared/api/client';
import type { Evidence } from '../../../shared/dora/evidenceUrl';
import { moment } from '../../../shared/time/moment';

/** What was deployed again counts for nothing. */
const counted: Params = { kind: ['deploy', 'rollback'] };

/** Which list a metric is made of, and how it is cut: the rest of a rate are the deployments, which are a list of their own. */
export const evidenceOf: Readonly<
  Record<DoraMetric, { list: 'changes' | 'deployments'; only: Params; title: string; none: string }>
> = {
  leadTime: { list: 'changes', only: {}, title: 'Changes that were shipped', none: 'No change was shipped here.' },
  deploymentFrequency: {
    list: 'deployments',
    only: counted,
    title: 'Deployments that succeeded',
    none: 'Nothing was deployed here.',
  },
  recoveryTime: {
    list: 'deployments',
    only: { failed: 'true' },
    title: 'Deployments that failed, and their recovery',
    none: 'No deployment failed here.',
  },
  changeFailRate: {
    list: 'deployments',
    only: { ...counted, failed: 'true' },
    title: 'Deployments that failed',
    none: 'No deployment failed here.',
  },
  reworkRate: {
    list: 'deployments',
    only: { rework: 'true' },
    title: 'Deployments that are rework',
    none: 'No deployment is rework here.',
  },
};

/** A step of the series may begin before the period does: its list does not. */
const later = (a: string | undefined, b: unknown): string | undefined =>
  typeof b === 'string' && (a === undefined || Date.parse(b) > Date.parse(a)) ? b : a;

/** What is asked for the list behind a number: the page's own cut, and within it the place and time that the number is about. */
export function evidenceParams(
  metric: DoraMetric,
  { repository, environment, from, to }: Omit<Evidence, 'metric'>,
  scope: Params,
  now: number,
): Params {
  return {
    ...scope,
    ...(repository ? { repository: [repository] } : {}),
    ...(environment ? { environment: [environment] } : {}),
    from: later(moment(from, now), scope['from']),
    to: moment(to, now) ?? scope['to'],
    ...evidenceOf[metric].only,
  };
}
