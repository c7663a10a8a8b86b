import type { TestHistory, TestResult } from '@summit/contracts';
import { api } from '../../../shared/api/client';
import { useLoad, type Loaded } from '../../../shared/api/useLoad';
import { usePages, type Pages } from '../../../shared/api/usePages';
import { useLive, useThrottled } from '../../../shared/live/useLive';

const reloadEveryMs = 5000;

/** A test with what is known of all its results, and these results by branch, a page at a time. */
export function useTest(testId: string, branch: string): { found: Loaded<TestHistory>; results: Pages<TestResult> } {
  const path = `/tests/${encodeURIComponent(testId)}`;
  const found = useLoad(path, () => api.get<TestHistory>(path, { limit: 1 }), { keepOld: false });
  const results = usePages<TestResult>(path, { branch: branch || undefined, limit: 60 });
  const reloadSoon = useThrottled(() => {
    found.reload();
    // Who has gone on to older pages is not taken back to the first.
    if ((results.rows?.length ?? 0) <= 60) results.reload();
  }, reloadEveryMs);
  const repository = found.data?.test.repository;
  useLive(['run'], (event) => {
    if (event.type === 'reset' || (event.type === 'run' && event.run.repository === repository)) reloadSoon();
  });
  return { found, results };
}
