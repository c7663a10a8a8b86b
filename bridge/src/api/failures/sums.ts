import { FailureCause, type FailedJob, type FailureCauses, type FailureSums } from '@summit/contracts';

const none = (): FailureSums => ({
  infrastructure: { jobs: 0, lostMs: 0 },
  flaky: { jobs: 0, lostMs: 0 },
  code: { jobs: 0, lostMs: 0 },
  unknown: { jobs: 0, lostMs: 0 },
});

const jobsOf = (sums: FailureSums): number => FailureCause.options.reduce((sum, cause) => sum + sums[cause].jobs, 0);

/** Failed jobs added up by pipeline, what failed most first. */
export function sumUp(failed: readonly FailedJob[]): Pick<FailureCauses, 'all' | 'items'> {
  const all = none();
  const pipelines = new Map<string, FailureCauses['items'][number]>();
  for (const { repository, pipeline, system, cause, workedMs } of failed) {
    const key = JSON.stringify([repository, pipeline, system]);
    const item = pipelines.get(key) ?? { repository, pipeline, system, causes: none() };
    pipelines.set(key, item);
    for (const sums of [all, item.causes]) {
      sums[cause].jobs += 1;
      sums[cause].lostMs += workedMs;
    }
  }
  return {
    all,
    items: [...pipelines.values()].sort(
      (a, b) => jobsOf(b.causes) - jobsOf(a.causes) || (a.pipeline < b.pipeline ? -1 : 1),
    ),
  };
}
