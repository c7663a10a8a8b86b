import { getTimeZone } from '@grafana/data';
import type { Dora, DoraDeployment } from '@summit/contracts';
import { useEffect } from 'react';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import type { DoraMark } from '../../../shared/dora/data';
import { marksOf } from '../../../shared/dora/marks';
import { timeZoneName } from '../../../shared/dora/timeZone';
import { useLive, useThrottled } from '../../../shared/live/useLive';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { doraParams, filterNames, scopeParams } from './doraQuery';

const reloadEveryMs = 10_000;
const settlesInMs = 3000;
const MARKS = 200;

interface Marks {
  marks: DoraMark[];
  /** There were more deployments than are marked. */
  cut: boolean;
}

/** The metrics and what is marked in their charts; loaded again when runs or incidents change, and until what arrived is worked in. */
export function useDora(values: UrlValues) {
  const key = JSON.stringify(filterNames.map((name) => values[name] ?? []));
  const timeZone = timeZoneName(getTimeZone());
  const dora = useLoad(key, () => api.get<Dora>('/dora', doraParams(values, Date.now(), timeZone)));
  const marks = useLoad<Marks>(key, async () => {
    const scope = { ...scopeParams(values, Date.now()), limit: MARKS };
    const [newest, failed] = await Promise.all([
      api.get<{ items: DoraDeployment[]; next: string | null }>('/dora/deployments', scope),
      api.get<{ items: DoraDeployment[] }>('/dora/deployments', { ...scope, failed: 'true' }),
    ]);
    return { marks: marksOf(newest.items, failed.items), cut: newest.next !== null };
  });
  const [reload, reloadMarks] = [dora.reload, marks.reload];
  const again = () => {
    reload();
    reloadMarks();
  };
  const againSoon = useThrottled(again, reloadEveryMs);
  useLive(['run', 'incident'], againSoon);
  const settling = dora.data?.settling === true && !dora.loading;
  useEffect(() => {
    if (!settling) return;
    const timer = setTimeout(() => {
      reload();
      reloadMarks();
    }, settlesInMs);
    return () => clearTimeout(timer);
  }, [settling, reload, reloadMarks]);
  return { dora, marks, again };
}
