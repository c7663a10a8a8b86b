import { getTimeZone } from '@grafana/data';
import type { Dora, DoraDeployment, DoraTeams } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import type { DoraMark } from '../../../shared/dora/data';
import { marksOf } from '../../../shared/dora/marks';
import { timeZoneName } from '../../../shared/dora/timeZone';
import { useLive, useThrottled } from '../../../shared/live/useLive';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { doraParams, filterNames, scopeParams, teamParams } from './doraQuery';

const reloadEveryMs = 10_000;
const settlesInMs = 3000;
const MARKS = 200;

interface Marks {
  marks: DoraMark[];
  /** There were more deployments than are marked. */
  cut: boolean;
}

/** The metrics, what is marked in their charts, and those of each team; loaded again when runs or incidents change, and until what arrived is worked in. */
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
  const teams = useLoad(key, () => api.get<DoraTeams>('/dora/teams', teamParams(values, Date.now())));
  const reloads = [dora.reload, marks.reload, teams.reload];
  const again = () => {
    for (const reload of reloads) reload();
  };
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  const againSoon = useThrottled(again, reloadEveryMs);
  useLive(['run', 'incident'], againSoon);
  const settling = dora.data?.settling === true && !dora.loading;
  useEffect(() => {
    if (!settling) return;
    const timer = setTimeout(() => latest.current(), settlesInMs);
    return () => clearTimeout(timer);
  }, [settling]);
  return { dora, marks, teams, again };
}
