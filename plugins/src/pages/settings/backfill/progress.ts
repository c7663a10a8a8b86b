import type { Backfill, BackfillRepository } from '@summit/contracts';
import { count } from '../../../shared/time/format';

/** How much of the runs of this round is there, from 0 to 1; null where nobody knows how many there are. */
export function shareOf({ state, runs, remaining }: BackfillRepository): number | null {
  if (state === 'done') return 1;
  if (state === 'waiting') return 0;
  if (remaining === null) return null;
  const all = runs + remaining;
  return all === 0 ? 0 : runs / all;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** What was fetched, without what there is none of. */
export function fetched(repository: BackfillRepository): string {
  const { runs, jobs, changes, deployments, commits } = repository;
  const parts = [
    [runs, plural(runs, 'run')],
    [jobs, plural(jobs, 'job')],
    [changes, plural(changes, 'change')],
    [deployments, plural(deployments, 'deployment')],
    [commits, plural(commits, 'commit')],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([, words]) => words);
  return said.length === 0 ? 'nothing yet' : said.join(' · ');
}

export const words: Readonly<Record<BackfillRepository['state'], string>> = {
  waiting: 'Waits for its turn',
  importing: 'Imports',
  repairing: 'Looks for what was lost',
  done: 'All there',
  failed: 'Stopped',
};

/** Why nothing is asked now. */
export function waitsFor({ waitingFor }: Backfill, provider: string, until: string): string {
  return waitingFor === 'limit'
    ? `Waits for ${provider}'s limit until ${until}`
    : 'Waits for the bridge to work off what has arrived';
}
