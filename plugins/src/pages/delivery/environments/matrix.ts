import type { RunningDeployment } from '@summit/contracts';

/** How what runs in one environment compares with the others of its repository. */
export type Standing =
  /** It is the only one. */
  | { kind: 'alone' }
  /** Every environment runs this commit. */
  | { kind: 'same' }
  /** The newest commit, which others do not run yet. */
  | { kind: 'newest' }
  /** An older commit than that of `behind`; `byMs` is the time between the two commits, null where it is not known. */
  | { kind: 'behind'; behind: string; byMs: number | null };

export interface Cell {
  deployment: RunningDeployment;
  standing: Standing;
}

export interface MatrixRow {
  repository: string;
  /** By environment. */
  cells: ReadonlyMap<string, Cell>;
}

export interface Matrix {
  environments: readonly { name: string; production: boolean }[];
  rows: readonly MatrixRow[];
}

/** The age of each commit of a row: when it was made, or, where that is not known of all, when it was first deployed. */
function agesOf(deployments: readonly RunningDeployment[]): { ages: ReadonlyMap<string, number>; exact: boolean } {
  const exact = deployments.every(({ committedAt }) => committedAt !== null);
  const ages = new Map<string, number>();
  for (const { commit, committedAt, createdAt } of deployments) {
    const at = Date.parse(exact && committedAt !== null ? committedAt : createdAt);
    ages.set(commit, Math.min(ages.get(commit) ?? Infinity, at));
  }
  return { ages, exact };
}

/** What was taken down runs nowhere: nothing is compared with it. */
const runs = ({ state }: RunningDeployment): boolean => state !== 'inactive';

function standingsOf(all: readonly RunningDeployment[]): Standing[] {
  const standings = new Map(standingsOfRunning(all.filter(runs)));
  return all.map(({ id }) => standings.get(id) ?? { kind: 'alone' });
}

function standingsOfRunning(deployments: readonly RunningDeployment[]): [string, Standing][] {
  if (deployments.length === 0) return [];
  const { ages, exact } = agesOf(deployments);
  const ageOf = ({ commit }: RunningDeployment): number => ages.get(commit) ?? 0;
  // Of two commits of one second always the same one.
  const isNewer = (a: RunningDeployment, b: RunningDeployment): boolean =>
    ageOf(a) !== ageOf(b) ? ageOf(a) > ageOf(b) : a.commit > b.commit;
  const newest = deployments.reduce((a, b) => (isNewer(b, a) ? b : a));
  return deployments.map((one): [string, Standing] => {
    if (deployments.length === 1) return [one.id, { kind: 'alone' }];
    if (ages.size === 1) return [one.id, { kind: 'same' }];
    if (one.commit === newest.commit) return [one.id, { kind: 'newest' }];
    return [one.id, { kind: 'behind', behind: newest.environment, byMs: exact ? ageOf(newest) - ageOf(one) : null }];
  });
}

/**
 * Repositories as rows, environments as columns. Production stands last, as what is on the way to it comes before; otherwise both go by their
 * names. The order of the items does not matter.
 */
export function matrixOf(items: readonly RunningDeployment[]): Matrix {
  const production = new Map<string, boolean>();
  const byRepository = new Map<string, RunningDeployment[]>();
  for (const item of items) {
    production.set(item.environment, (production.get(item.environment) ?? false) || item.production);
    byRepository.set(item.repository, [...(byRepository.get(item.repository) ?? []), item]);
  }
  const environments = [...production]
    .map(([name, isProduction]) => ({ name, production: isProduction }))
    .sort((a, b) => Number(a.production) - Number(b.production) || a.name.localeCompare(b.name));
  const rows = [...byRepository]
    .map(([repository, deployments]) => {
      const standings = standingsOf(deployments);
      const cells = deployments.flatMap((deployment, index): [string, Cell][] => {
        const standing = standings[index];
        return standing ? [[deployment.environment, { deployment, standing }]] : [];
      });
      return { repository, cells: new Map(cells) };
    })
    .sort((a, b) => a.repository.localeCompare(b.repository));
  return { environments, rows };
}
