import type { RunTest, RunTests } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { api } from '../../../../shared/api/client';
import { useLoad, type Loaded } from '../../../../shared/api/useLoad';
import { usePages, type Pages } from '../../../../shared/api/usePages';
import { useLive, useThrottled } from '../../../../shared/live/useLive';
import type { UrlValues } from '../../../../shared/url/useUrlState';

/** The filters of a run's tests, by their names in the URL. */
export const testFilterNames = ['outcome', 'q', 'open'] as const;

/** What each tab of a run knows of its tests. */
export type TestSums = Pick<RunTests, 'counts' | 'reports'>;

const pathOf = (runId: string): string => `/runs/${encodeURIComponent(runId)}/tests`;
const reloadEveryMs = 2000;
const pageSize = 100;

/** Counts and uploads of a run, known on each tab; loaded again when the run changes, for a report that arrives changes it. */
export function useTestSums(runId: string): Loaded<TestSums> {
  const path = pathOf(runId);
  const loaded = useLoad<TestSums>(path, () => api.get<RunTests>(path, { limit: 1 }), { keepOld: false });
  const reloadSoon = useThrottled(loaded.reload, reloadEveryMs);
  useLive(['run'], (event) => {
    if (event.type === 'reset' || (event.type === 'run' && event.run.id === runId)) reloadSoon();
  });
  return loaded;
}

/** The tests of a run, a page at a time; loaded again when there is another report (`reports` of them by now). */
export function useRunTests(runId: string, values: UrlValues, reports: number | undefined): Pages<RunTest> {
  const pages = usePages<RunTest>(pathOf(runId), {
    limit: pageSize,
    outcome: values['outcome'],
    q: values['q']?.[0],
  });
  const { reload } = pages;
  const known = useRef(reports);
  useEffect(() => {
    if (known.current !== undefined && known.current !== reports) reload();
    known.current = reports;
  }, [reports, reload]);
  return pages;
}
