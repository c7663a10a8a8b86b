import type { LogAnnotations, LogLines, LogOutline, LogSummary } from '@summit/contracts';
import { useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { api } from '../../../../../shared/api/client';
import { useLoad } from '../../../../../shared/api/useLoad';
import { createLineStore, type LineStore } from './lineStore';
import { logsPath } from './useRunLogs';

export const logPath = (runId: string, logId: string): string => `${logsPath(runId)}/${encodeURIComponent(logId)}`;

/** The lines of a log as they are looked at. */
export function useLines(path: string, total: number): { store: LineStore; version: number } {
  const store = useMemo(
    () => createLineStore((from, count) => api.get<LogLines>(`${path}/lines`, { from, count })),
    [path],
  );
  useLayoutEffect(() => store.setTotal(total), [store, total]);
  useEffect(() => () => store.dispose(), [store]);
  const version = useSyncExternalStore(store.subscribe, store.version);
  return { store, version };
}

/** What a log is made of: its groups, and what tools complained of. Both are known anew when it has grown. */
export function useContents(path: string, log: LogSummary) {
  const round = `${log.lines} ${log.final}`;
  const outline = useLoad(`${path} ${round}`, () => api.get<LogOutline>(`${path}/outline`));
  const annotations = useLoad(`${path} ${round}`, () => api.get<LogAnnotations>(`${path}/annotations`));
  return { outline, annotations };
}
