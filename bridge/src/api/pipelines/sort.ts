import type { PipelineFigures, PipelineSort } from '@summit/contracts';

export interface Sortable {
  repository: string;
  name: string;
  system: string;
  now: PipelineFigures;
  before: PipelineFigures;
  lastRunAt: Date;
}

/** What makes a pipeline come first; the greater the earlier. */
const weights: Readonly<Record<PipelineSort, (pipeline: Sortable) => number>> = {
  lost: ({ now }) => now.lostMs,
  failing: ({ now }) => (now.successRate === null ? -1 : 1 - now.successRate),
  slower: slowdownMs,
  slowest: ({ now }) => now.durationP50Ms ?? -1,
  queue: ({ now }) => now.queueP50Ms ?? -1,
  last: ({ lastRunAt }) => lastRunAt.getTime(),
  name: () => 0,
};

/** How much longer its runs of now took, all together, than at the pace of before, milliseconds. */
function slowdownMs({ now, before }: Sortable): number {
  if (now.durationP50Ms === null || before.durationP50Ms === null) return -Infinity;
  return (now.durationP50Ms - before.durationP50Ms) * now.decided;
}

/** Sorted anew, the name deciding where the rest is equal. */
export function sortPipelines<P extends Sortable>(pipelines: readonly P[], sort: PipelineSort): P[] {
  const weight = weights[sort];
  const name = ({ repository, name: pipeline, system }: P): string => `${repository}\0${pipeline}\0${system}`;
  return [...pipelines].sort((a, b) => {
    const [first, second] = [weight(a), weight(b)];
    if (first !== second) return second > first ? 1 : -1;
    return name(a) < name(b) ? -1 : 1;
  });
}
