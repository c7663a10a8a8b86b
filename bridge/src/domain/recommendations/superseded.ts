import { about, EXAMPLES, type Found } from './model';

/** A run of a branch that was still going when a newer commit of the branch had its own. Times are milliseconds since the epoch. */
export interface OvertakenRun {
  id: string;
  repository: string;
  pipeline: string;
  /** When the run of the newer commit was queued. */
  overtakenAt: number;
  jobs: readonly { start: number; end: number; pricePerMs: number | null }[];
}

const MIN_RUNS = 5;
const MIN_MS = 600_000;

/** What the jobs of a run worked after it was overtaken. */
export const wastedOf = ({ overtakenAt, jobs }: OvertakenRun): number =>
  jobs.reduce((sum, { start, end }) => sum + Math.max(0, end - Math.max(start, overtakenAt)), 0);

/**
 * Runs that went on for a commit that nobody waits for any more, by pipeline.
 *
 * @param runs of branches that are not the default one
 * @returns nothing for pipelines with fewer than 5 such runs, or less than ten minutes wasted
 */
export function superseded(runs: readonly OvertakenRun[]): Found[] {
  const byPipeline = new Map<string, OvertakenRun[]>();
  for (const run of runs) {
    if (wastedOf(run) === 0) continue;
    const key = JSON.stringify([run.repository, run.pipeline]);
    byPipeline.set(key, [...(byPipeline.get(key) ?? []), run]);
  }
  return [...byPipeline.values()].flatMap((of) => {
    const [first] = of;
    const wasted = of.reduce((sum, run) => sum + wastedOf(run), 0);
    if (!first || of.length < MIN_RUNS || wasted < MIN_MS) return [];
    const jobs = of.flatMap(({ overtakenAt, jobs: all }) => all.map((job) => ({ ...job, overtakenAt })));
    const priced = jobs.every(({ pricePerMs }) => pricePerMs !== null);
    return [
      {
        ...about('superseded', first),
        saves: 'work' as const,
        savesMs: wasted,
        savesMoney: priced
          ? jobs.reduce(
              (sum, { start, end, overtakenAt, pricePerMs }) =>
                sum + Math.max(0, end - Math.max(start, overtakenAt)) * (pricePerMs ?? 0),
              0,
            )
          : null,
        n: of.length,
        evidence: [
          { label: 'runs overtaken by a newer commit of their branch', value: of.length, unit: 'count' as const },
          { label: 'worked after that, each', value: wasted / of.length, unit: 'ms' as const },
        ],
        assumptions: [
          'A run is cancelled as soon as a newer commit of its branch is queued. The default branch is left out: there each commit counts.',
          'What whole minutes are billed for is not rounded here.',
        ],
        runIds: [...of]
          .sort((a, b) => wastedOf(b) - wastedOf(a))
          .slice(0, EXAMPLES)
          .map(({ id }) => id),
      },
    ];
  });
}
