import type { DoraDeployment } from '@summit/contracts';
import type { DoraMark } from './data';

const titleOf = ({ commit, repository, environment }: DoraDeployment): string =>
  `${commit.slice(0, 7)} of ${repository} to ${environment}`;

/**
 * Deployments and the failures that they caused, as marks, oldest first. The two lists may overlap: the newest of all, and the newest of those
 * that failed, so that a failure is marked also where there were too many deployments to mark each.
 */
export function marksOf(newest: readonly DoraDeployment[], failed: readonly DoraDeployment[]): DoraMark[] {
  const all = [...new Map([...newest, ...failed].map((one) => [one.id, one])).values()];
  return all
    .flatMap((one): DoraMark[] => [
      { kind: 'deployment', id: one.id, title: titleOf(one), at: one.finishedAt, until: null },
      ...(one.failure
        ? [
            {
              kind: 'failure' as const,
              id: one.id,
              title: titleOf(one),
              at: one.failure.failedAt,
              until: one.failure.recoveredAt,
            },
          ]
        : []),
    ])
    .sort((a, b) => a.at.localeCompare(b.at));
}
