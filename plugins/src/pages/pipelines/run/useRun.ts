import type { RunDetail, RunGraph, RunSpan, RunSpans } from '@summit/contracts';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import { useLive, useThrottled } from '../../../shared/live/useLive';

interface Whole {
  detail: RunDetail;
  spans: RunSpan[];
  graph: RunGraph;
}

const reloadEveryMs = 2000;

/** A run with its spans; both are fetched again when the bridge says that the run changed, at most every two seconds. */
export function useRun(runId: string) {
  const path = `/runs/${encodeURIComponent(runId)}`;
  const loaded = useLoad<Whole>(
    path,
    async () => {
      const [detail, { spans, graph }] = await Promise.all([
        api.get<RunDetail>(path),
        api.get<RunSpans>(`${path}/spans`),
      ]);
      return { detail, spans, graph };
    },
    { keepOld: false },
  );
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  useLive(['run'], (event) => {
    if (event.type === 'reset' || (event.type === 'run' && event.run.id === runId)) reloadSoon();
  });
  return loaded;
}
