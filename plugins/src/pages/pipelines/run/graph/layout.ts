import type { RunGraph, RunSpan } from '@summit/contracts';

/** Jobs that wait for the same ones. */
interface Stage {
  readonly jobs: readonly RunSpan[];
  readonly waitsFor: readonly RunSpan[];
}

/** The stages of a graph with the bars that they name; a job that is no bar (yet) is left out. */
export function stagesOf(stages: NonNullable<RunGraph['stages']>, spans: readonly RunSpan[]): Stage[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const found = (ids: readonly string[]): RunSpan[] => ids.flatMap((id) => byId.get(id) ?? []);
  return stages.map(({ jobs, waitsFor }) => ({ jobs: found(jobs), waitsFor: found(waitsFor) }));
}

export const NODE = { width: 210, height: 44, gapX: 70, gapY: 10, stageGap: 22 } as const;

export interface PlacedJob {
  readonly job: RunSpan;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  /** Ids of the jobs that it waited for, and of those that waited for it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Where the lines of a stage meet: many jobs waiting for many others would be lines beyond counting. */
export interface Junction {
  readonly x: number;
  readonly y: number;
  readonly from: readonly PlacedJob[];
  readonly to: readonly PlacedJob[];
}

export interface Graph {
  readonly jobs: readonly PlacedJob[];
  readonly junctions: readonly Junction[];
  readonly width: number;
  readonly height: number;
}

const middle = (jobs: readonly PlacedJob[]): number =>
  jobs.reduce((sum, { y }) => sum + y + NODE.height / 2, 0) / Math.max(1, jobs.length);

/** Places jobs in columns: each stage right of all that it waits for, the stages of a column below each other. */
export function placeStages(stages: readonly Stage[]): Graph {
  const columnOf = new Map<string, number>();
  const followers = new Map<string, string[]>();
  const heights: number[] = [];
  const placed = new Map<string, PlacedJob>();
  const byStage: { stage: Stage; jobs: PlacedJob[] }[] = [];
  for (const stage of stages) {
    const column = 1 + Math.max(-1, ...stage.waitsFor.map(({ spanId }) => columnOf.get(spanId) ?? -1));
    const x = column * (NODE.width + NODE.gapX);
    let y = heights[column] ?? 0;
    const jobs: PlacedJob[] = [];
    for (const job of stage.jobs) {
      columnOf.set(job.spanId, column);
      const after: string[] = [];
      followers.set(job.spanId, after);
      const node = { job, column, x, y, before: stage.waitsFor.map(({ spanId }) => spanId), after };
      placed.set(job.spanId, node);
      jobs.push(node);
      y += NODE.height + NODE.gapY;
    }
    for (const { spanId } of stage.waitsFor) followers.get(spanId)?.push(...stage.jobs.map((job) => job.spanId));
    heights[column] = y + NODE.stageGap;
    byStage.push({ stage, jobs });
  }
  const junctions = byStage.flatMap(({ stage, jobs }): Junction[] => {
    const from = stage.waitsFor.flatMap(({ spanId }) => placed.get(spanId) ?? []);
    const [first] = jobs;
    return from.length === 0 || !first ? [] : [{ x: first.x - NODE.gapX / 2, y: middle(jobs), from, to: jobs }];
  });
  return {
    jobs: [...placed.values()],
    junctions,
    width: heights.length * (NODE.width + NODE.gapX) - NODE.gapX,
    height: Math.max(0, ...heights) - NODE.stageGap - NODE.gapY,
  };
}

export type Move = 'left' | 'right' | 'up' | 'down';

/** The job that an arrow leads to: to what it waited for, to what waited for it, to the one above or below it. */
export function neighbourOf(graph: Graph, spanId: string, move: Move): string | undefined {
  const at = graph.jobs.find(({ job }) => job.spanId === spanId);
  if (!at) return undefined;
  if (move === 'left') return at.before.at(-1);
  if (move === 'right') return at.after[0];
  const column = graph.jobs.filter((one) => one.column === at.column).sort((a, b) => a.y - b.y);
  return column[column.indexOf(at) + (move === 'down' ? 1 : -1)]?.job.spanId;
}
