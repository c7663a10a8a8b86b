import type { PastRun } from '../model';

/** What makes the runs of a corpus fail. `history`: branches that broke, and authors; `noise`: nothing that is known beforehand. */
export type Truth = 'history' | 'noise';

const MINUTE = 60_000;

/**
 * Runs whose truth is known, for measuring what is made of them. With `history` a branch breaks now and then and stays broken for some runs, and some authors fail
 * more often than others; with `noise` each run fails with the same chance.
 *
 * @param random numbers from 0 to 1
 */
export function corpusOf(truth: Truth, runs: number, random: () => number, from = 0): PastRun[] {
  const broken = new Map<string, number>();
  return Array.from({ length: runs }, (_, n) => {
    const pipeline = `demo/shop ci-${Math.floor(random() * 4)}`;
    const branch = random() < 0.4 ? 'main' : `feature/${Math.floor(random() * 12)}`;
    const author = Math.floor(random() * 10);
    const place = `${pipeline} ${branch}`;
    const left = broken.get(place) ?? 0;
    if (left > 0) broken.set(place, left - 1);
    else if (random() < 0.05) broken.set(place, 2 + Math.floor(random() * 8));
    const chance = truth === 'noise' ? 0.2 : left > 0 ? 0.8 : 0.02 + 0.03 * author;
    const queuedAt = from + n * 7 * MINUTE;
    return {
      id: `run-${n}`,
      pipeline,
      branch,
      isDefaultBranch: branch === 'main',
      author: `person-${author}`,
      event: 'push',
      attempt: 1,
      queuedAt,
      endedAt: queuedAt + (2 + Math.floor(random() * 10)) * MINUTE,
      failed: random() < chance,
      files: Math.floor(random() * 30),
    };
  });
}
