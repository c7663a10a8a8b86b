import type { DoraValues } from '@summit/contracts';
import type { ChangeSums, DeploymentSums } from './sums';

export type Sums = DeploymentSums & ChangeSums;

export const noChanges: ChangeSums = { changes: 0, leadMs: null };

const ratio = (hits: number, n: number): number | null => (n === 0 ? null : hits / n);

/** The five metrics of what was summed over so many days. */
export function valuesOf(sums: Sums, days: number): DoraValues {
  return {
    leadTime: { value: sums.leadMs, n: sums.changes },
    deploymentFrequency: { value: days > 0 ? sums.deployments / days : null, n: sums.deployments },
    recoveryTime: { value: sums.recoveryMs, n: sums.recovered },
    changeFailRate: { value: ratio(sums.failed, sums.deployments), n: sums.deployments },
    reworkRate: { value: ratio(sums.rework, sums.deployments), n: sums.deployments },
  };
}
