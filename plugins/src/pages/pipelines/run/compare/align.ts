import type { RunSpan } from '@summit/contracts';
import { childrenOf } from '../children';

/** A job or step in two runs of a pipeline. `null`: it is not in that run, or has not ended there. */
export interface ComparedRow {
  key: string;
  kind: 'job' | 'step';
  name: string;
  /** The span of the run that is looked at; null for what only the other has. */
  spanId: string | null;
  ms: number | null;
  otherMs: number | null;
  /** What it waited for a runner. Steps wait for none. */
  queueMs: number | null;
  otherQueueMs: number | null;
  /** Positive: slower than in the other. Null where one of the two is missing. */
  growthMs: number | null;
  in: 'both' | 'this' | 'other';
}

export interface ComparedJob extends ComparedRow {
  kind: 'job';
  steps: readonly ComparedRow[];
}

/** The n-th of one name, n from 2, is called `name (n)`: jobs and steps may be called alike. */
function named(spans: readonly RunSpan[]): Map<string, RunSpan> {
  const seen = new Map<string, number>();
  const all = new Map<string, RunSpan>();
  for (const span of [...spans].sort((a, b) => a.start.localeCompare(b.start))) {
    const n = (seen.get(span.name) ?? 0) + 1;
    seen.set(span.name, n);
    all.set(n === 1 ? span.name : `${span.name} (${n})`, span);
  }
  return all;
}

interface Side {
  span: RunSpan | null;
  queueMs: number | null;
}

const missing: Side = { span: null, queueMs: null };
const lengthOf = ({ span }: Side): number | null => span?.durationMs ?? null;

function row(key: string, kind: ComparedRow['kind'], mine: Side, other: Side): ComparedRow {
  const [ms, otherMs] = [lengthOf(mine), lengthOf(other)];
  return {
    key,
    kind,
    name: key,
    spanId: mine.span?.spanId ?? null,
    ms,
    otherMs,
    queueMs: mine.queueMs,
    otherQueueMs: other.queueMs,
    growthMs: ms === null || otherMs === null ? null : ms - otherMs,
    in: mine.span === null ? 'other' : other.span === null ? 'this' : 'both',
  };
}

/** Keys of both, those of the first in their order, then what only the second has. */
const keysOf = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] => [
  ...a.keys(),
  ...[...b.keys()].filter((key) => !a.has(key)),
];

/**
 * Jobs of two runs side by side, and in them their steps, both found by their names. In the order in which those of the first began; what only the
 * second has comes last.
 */
export function alignRuns(spans: readonly RunSpan[], others: readonly RunSpan[]): ComparedJob[] {
  const [mine, theirs] = [jobsOf(spans), jobsOf(others)];
  return keysOf(mine.jobs, theirs.jobs).map((key) => {
    const [a, b] = [mine.side(key), theirs.side(key)];
    const [steps, otherSteps] = [mine.steps(a), theirs.steps(b)];
    return {
      ...row(key, 'job', a, b),
      kind: 'job',
      steps: keysOf(steps, otherSteps).map((step) =>
        row(step, 'step', stepSide(steps.get(step)), stepSide(otherSteps.get(step))),
      ),
    };
  });
}

const stepSide = (span: RunSpan | undefined): Side => ({ span: span ?? null, queueMs: null });

function jobsOf(spans: readonly RunSpan[]) {
  const children = childrenOf(spans);
  const jobs = named(spans.filter(({ kind }) => kind === 'job'));
  return {
    jobs,
    side(key: string): Side {
      const span = jobs.get(key);
      if (!span) return missing;
      const queue = children.get(span.spanId)?.find(({ kind }) => kind === 'queue');
      return { span, queueMs: queue?.durationMs ?? null };
    },
    steps: ({ span }: Side) => named((span && children.get(span.spanId)?.filter(({ kind }) => kind === 'step')) ?? []),
  };
}

/** The most slowed first; what cannot be compared last. */
export const bySlowdown = (a: ComparedRow, b: ComparedRow): number =>
  (b.growthMs ?? Number.NEGATIVE_INFINITY) - (a.growthMs ?? Number.NEGATIVE_INFINITY) || a.key.localeCompare(b.key);
