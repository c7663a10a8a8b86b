import type { RunSpan } from '@summit/contracts';
import type { FrameSpan } from '../../../../shared/frames/runSpans';

const nameOf = (job: RunSpan): string => String(job.attributes['cicd.worker.name'] ?? '');

/** Whether the jobs of a run name the runners that took them. */
export const hasRunners = (spans: readonly RunSpan[]): boolean =>
  spans.some((span) => span.kind === 'job' && nameOf(span) !== '');

/** One lane: a runner over all that it did, from its first job's start to its last one's end. */
function laneOf(name: string, jobs: readonly RunSpan[], run: RunSpan | undefined): FrameSpan | undefined {
  const [first] = jobs;
  if (!first) return undefined;
  const start = jobs.reduce((least, job) => (job.start < least ? job.start : least), first.start);
  const ends = jobs.map(({ end }) => end);
  const end = ends.includes(null) ? null : ends.reduce((most, one) => ((one ?? '') > (most ?? '') ? one : most), null);
  const words = name === '' ? 'No runner' : name;
  return {
    ...first,
    spanId: `runner:${name}`,
    parentSpanId: run?.spanId ?? null,
    kind: 'runner',
    name: `${words} (${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'})`,
    // It is the jobs that fail, not what they ran on.
    status: end === null ? 'running' : 'unknown',
    start,
    end,
    durationMs: end === null ? null : Date.parse(end) - Date.parse(start),
    url: null,
    attributes: { jobs: jobs.length },
  };
}

/** The spans of a run with its jobs under the runners that took them; what no runner took has a lane of its own. */
export function byRunner(spans: readonly RunSpan[]): FrameSpan[] {
  const run = spans.find(({ kind }) => kind === 'run');
  const lanes = new Map<string, RunSpan[]>();
  for (const job of spans.filter(({ kind }) => kind === 'job')) {
    const known = lanes.get(nameOf(job));
    if (known) known.push(job);
    else lanes.set(nameOf(job), [job]);
  }
  const grouped = spans.map((span) =>
    span.kind === 'job' ? { ...span, parentSpanId: `runner:${nameOf(span)}` } : span,
  );
  return [...grouped, ...[...lanes].flatMap(([name, jobs]) => laneOf(name, jobs, run) ?? [])];
}
