import type { Dora, DoraValues } from '@summit/contracts';
import type { Column } from '../../../shared/csv/csv';

/** A row of the series, or of a repository and environment over the whole period. */
interface DoraRow extends DoraValues {
  of: 'period' | 'step' | 'group';
  at: string;
  repository: string;
  environment: string;
}

/** All that the page shows in numbers: the period, its steps, and each repository and environment. */
export const doraRows = ({ from, figures, series, groups }: Dora): DoraRow[] => [
  { ...figures, of: 'period', at: from, repository: '', environment: '' },
  ...series.map((step): DoraRow => ({ ...step, of: 'step', repository: '', environment: '' })),
  ...groups.map((group): DoraRow => ({ ...group, of: 'group', at: from })),
];

export const doraColumns: readonly Column<DoraRow>[] = [
  { head: 'of', value: (row) => row.of },
  { head: 'from', value: (row) => row.at },
  { head: 'repository', value: (row) => row.repository },
  { head: 'environment', value: (row) => row.environment },
  { head: 'lead_time_ms', value: (row) => row.leadTime.value },
  { head: 'lead_time_n', value: (row) => row.leadTime.n },
  { head: 'deployments_per_day', value: (row) => row.deploymentFrequency.value },
  { head: 'deployments', value: (row) => row.deploymentFrequency.n },
  { head: 'recovery_time_ms', value: (row) => row.recoveryTime.value },
  { head: 'recovery_time_n', value: (row) => row.recoveryTime.n },
  { head: 'change_fail_ratio', value: (row) => row.changeFailRate.value },
  { head: 'change_fail_n', value: (row) => row.changeFailRate.n },
  { head: 'rework_ratio', value: (row) => row.reworkRate.value },
  { head: 'rework_n', value: (row) => row.reworkRate.n },
];
