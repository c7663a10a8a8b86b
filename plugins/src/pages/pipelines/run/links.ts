import type { Run } from '@summit/contracts';
import { exploreUrl, traceLogsQuery, traceQuery } from '../../../shared/api/explore';

/** The run's own time. */
const range = (run: Run, now: number) => ({
  fromMs: Date.parse(run.queuedAt),
  toMs: run.finishedAt === null ? now : Date.parse(run.finishedAt),
});

export const traceUrl = (run: Run, tempo: string, now: number): string =>
  exploreUrl({ datasource: tempo, query: traceQuery(run.traceId), ...range(run, now) });

/** The trace that the CI system sends of itself. */
export const sourceTraceUrl = (run: Run, traceId: string, tempo: string, now: number): string =>
  exploreUrl({ datasource: tempo, query: traceQuery(traceId), ...range(run, now) });

export const logsUrl = (run: Run, loki: string, now: number): string =>
  exploreUrl({ datasource: loki, query: traceLogsQuery(run.traceId), ...range(run, now) });
