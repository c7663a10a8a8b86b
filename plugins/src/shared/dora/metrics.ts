import type { DoraFigure, DoraMetric, DoraValues } from '@summit/contracts';

export interface MetricWords {
  title: string;
  /** Where there is little room. */
  short: string;
  unit: DoraFigure['unit'];
  /** Which way is the good one. */
  better: 'lower' | 'higher';
  /** What a value is made of, one and many. */
  of: readonly [string, string];
  says: string;
}

/** The five metrics, in the order that dora.dev tells them: what is fast first, then what is stable. */
export const metrics: Readonly<Record<DoraMetric, MetricWords>> = {
  leadTime: {
    title: 'Change lead time',
    short: 'Lead time',
    unit: 'ms',
    better: 'lower',
    of: ['change', 'changes'],
    says: 'Median time from the start of a change to the deployment that shipped it',
  },
  deploymentFrequency: {
    title: 'Deployment frequency',
    short: 'Frequency',
    unit: 'per_day',
    better: 'higher',
    of: ['deployment', 'deployments'],
    says: 'Successful deployments by the days of the period',
  },
  recoveryTime: {
    title: 'Failed deployment recovery time',
    short: 'Recovery',
    unit: 'ms',
    better: 'lower',
    of: ['recovered failure', 'recovered failures'],
    says: 'Median time from a failure that a deployment caused to its end',
  },
  changeFailRate: {
    title: 'Change fail rate',
    short: 'Fail rate',
    unit: 'ratio',
    better: 'lower',
    of: ['deployment', 'deployments'],
    says: 'Share of the deployments that caused an incident or were taken back',
  },
  reworkRate: {
    title: 'Deployment rework rate',
    short: 'Rework',
    unit: 'ratio',
    better: 'lower',
    of: ['deployment', 'deployments'],
    says: 'Share of the deployments that were made to mend an earlier one',
  },
};

export const metricNames = [
  'leadTime',
  'deploymentFrequency',
  'recoveryTime',
  'changeFailRate',
  'reworkRate',
] as const satisfies readonly (keyof DoraValues)[];

export const isMetric = (word: unknown): word is DoraMetric => metricNames.some((name) => name === word);
