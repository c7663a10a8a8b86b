import { orderOf, type Worked } from '../criticalPath/order';
import { pathOf, savedBy } from '../criticalPath/whatIf';
import { about, EXAMPLES, type Found, type PipelineSample } from './model';
import { median } from './quantile';

const MIN_RUNS = 10;
const MIN_SAVED_MS = 30_000;
const MIN_SHARE = 0.05;
const FACTOR = 0.5;
/** Of a path of hundreds of jobs the longest are where time is. */
const TRIED = 20;

/**
 * The job that runs wait for longest: what a run would be shorter by if it took half its time, in the middle of the last runs. A run in which it is not on
 * the critical path counts with nothing.
 *
 * @returns null for fewer than 10 runs, and for less than 30 s or 5 % of a run
 */
export function split({ repository, pipeline, runsInPeriod, runs }: PipelineSample): Found | null {
  const worked = runs.filter(({ jobs }) => jobs.length > 0);
  if (worked.length < MIN_RUNS) return null;
  const savedOf = new Map<string, number[]>();
  const durations: number[] = [];
  for (const { jobs } of worked) {
    durations.push(Math.max(...jobs.map(({ end }) => end)) - Math.min(...jobs.map(({ ready }) => ready)));
    for (const [name, saved] of savingsOf(jobs)) savedOf.set(name, [...(savedOf.get(name) ?? []), saved]);
  }
  const named = [...savedOf].map(([job, saved]) => ({
    job,
    onPath: saved.length,
    saves: median([...saved, ...Array.from({ length: worked.length - saved.length }, () => 0)]),
  }));
  const best = named.sort((a, b) => b.saves - a.saves || (a.job < b.job ? -1 : 1))[0];
  const usual = median(durations);
  if (!best || best.saves < MIN_SAVED_MS || best.saves < MIN_SHARE * usual) return null;
  return {
    ...about('split', { repository, pipeline }),
    job: best.job,
    saves: 'wait',
    savesMs: best.saves * runsInPeriod,
    perRunMs: best.saves,
    n: worked.length,
    evidence: [
      { label: 'a run takes, in the middle', value: usual, unit: 'ms' },
      { label: 'runs whose end waited for the job', value: best.onPath / worked.length, unit: 'ratio' },
      { label: 'runs in the period', value: runsInPeriod, unit: 'count' },
    ],
    assumptions: [
      'The job takes half its time: split in two, or made quicker.',
      'Which job waits for which is inferred from their times, so this is the least that would be saved.',
    ],
    runIds: worked.slice(0, EXAMPLES).map(({ id }) => id),
  };
}

/** What half of each job on the path would save, by name: of jobs of one name, the one that saves most. */
function savingsOf(jobs: readonly (Worked & { name: string })[]): Map<string, number> {
  const order = orderOf(jobs);
  const names = new Map(jobs.map(({ id, name }) => [id, name]));
  const longest = pathOf(order)
    .sort((a, b) => b.end - b.start - (a.end - a.start))
    .slice(0, TRIED);
  const found = new Map<string, number>();
  for (const { id } of longest) {
    const name = names.get(id) ?? '';
    const saved = savedBy(order, id, FACTOR);
    if (saved > 0) found.set(name, Math.max(found.get(name) ?? 0, saved));
  }
  return found;
}
