import type { RunDetail, RunLogs } from '@summit/contracts';
import { useEffect } from 'react';
import { api } from '../../../../../shared/api/client';
import { useLoad, type Loaded } from '../../../../../shared/api/useLoad';
import { useLive, useThrottled } from '../../../../../shared/live/useLive';

const reloadEveryMs = 2000;
/** A run that is over may still send the rest of its logs. */
const afterwardsEveryMs = 15_000;

export const logsPath = (runId: string): string => `/runs/${encodeURIComponent(runId)}/logs`;

/** The logs of a run; asked for again while something is written to them, and when the bridge says that the run changed. */
export function useRunLogs(run: RunDetail): Loaded<RunLogs> {
  const path = logsPath(run.id);
  const loaded = useLoad<RunLogs>(path, () => api.get<RunLogs>(path), { keepOld: false });
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  useLive(['run'], (event) => {
    if (event.type === 'reset' || (event.type === 'run' && event.run.id === run.id)) reloadSoon();
  });
  const running = run.status !== 'completed';
  const growing = loaded.data?.items.some(({ final }) => !final) ?? false;
  const { reload } = loaded;
  useEffect(() => {
    if (!running && !growing) return undefined;
    const ask = () => document.visibilityState === 'visible' && reload();
    const timer = setInterval(ask, running ? reloadEveryMs : afterwardsEveryMs);
    return () => clearInterval(timer);
  }, [running, growing, reload]);
  return loaded;
}
