import type { Backfill, BackfillRepository } from '@summit/contracts';
import { bytesText } from '../../../shared/size/format';
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

/** What became of the logs, without what there is none of; null where none were asked for. */
export function logWords({ fetched: n, bytes, missing, skipped, waiting }: BackfillRepository['logs']): string | null {
  const said = [
    ...(n > 0 ? [`${plural(n, 'log')} (${bytesText(bytes)})`] : []),
    ...(missing > 0 ? [`${count(missing)} not there any more`] : []),
    ...(skipped > 0 ? [`${count(skipped)} left out`] : []),
    ...(waiting > 0 ? [`${plural(waiting, 'log')} to come`] : []),
  ];
  return said.length === 0 ? null : said.join(' · ');
}

const words: Readonly<Record<BackfillRepository['state'], string>> = {
  waiting: 'Waits for its turn',
  importing: 'Imports',
  repairing: 'Looks for what was lost',
  done: 'All there',
  failed: 'Stopped',
};

/** Where a repository stands. Graphs and logs come after all its runs. */
export function stateWords(repository: BackfillRepository): string {
  if (!comesLate(repository)) return words[repository.state];
  return repository.graphsWaiting > 0 ? 'Asks what jobs need' : 'Fetches logs';
}

/** All runs are there, and something is still to be asked. */
export const comesLate = ({ state, logs, graphsWaiting }: BackfillRepository): boolean =>
  state === 'done' && logs.waiting + graphsWaiting > 0;

/** Why nothing is asked now. */
export function waitsFor({ waitingFor }: Backfill, provider: string, until: string): string {
  return waitingFor === 'limit'
    ? `Waits for ${provider}'s limit until ${until}`
    : 'Waits for the bridge to work off what has arrived';
}
