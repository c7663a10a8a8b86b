import { getBackendSrv } from '@grafana/runtime';
import type { DoctorHop } from '@summit/contracts';
import { lastValueFrom } from 'rxjs';
import { linkedSource } from '../../../shared/api/sources';

interface Wanted {
  type: string;
  uid: string;
  name: string;
  gives: string;
}

/** The data sources of Grafana that Summit's pages link to. */
export const wantedSources: readonly Wanted[] = [
  { type: 'loki', uid: 'loki', name: 'Loki', gives: 'logs of runs and errors' },
  { type: 'tempo', uid: 'tempo', name: 'Tempo', gives: 'traces of runs and errors' },
  { type: 'prometheus', uid: 'mimir', name: 'Mimir or Prometheus', gives: 'dashboards and alerts' },
  { type: 'grafana-pyroscope-datasource', uid: 'pyroscope', name: 'Pyroscope', gives: 'profiles' },
];

interface Health {
  status?: string;
  message?: string;
}

/** Whether Grafana has such a data source and finds it healthy, as one hop of the doctor. */
export async function checkSource({ type, uid, name, gives }: Wanted): Promise<DoctorHop> {
  const hop = { name: `Grafana → ${name}`, latencyMs: null, version: null };
  const found = linkedSource(type, uid);
  if (found === undefined)
    return {
      ...hop,
      status: 'skipped',
      tried: `a data source of the type ${type}`,
      advice: `Add one to Grafana for ${gives}; without it those links are left out.`,
    };
  const started = performance.now();
  try {
    const { data } = await lastValueFrom(
      getBackendSrv().fetch<Health>({
        url: `/api/datasources/uid/${encodeURIComponent(found.uid)}/health`,
        showErrorAlert: false,
      }),
    );
    const ok = data.status === 'OK';
    return {
      ...hop,
      status: ok ? 'ok' : 'failed',
      latencyMs: performance.now() - started,
      tried: `health check of "${found.name}"`,
      advice: ok ? null : (data.message ?? 'See the settings of the data source.'),
    };
  } catch {
    return {
      ...hop,
      status: 'failed',
      latencyMs: performance.now() - started,
      tried: `health check of "${found.name}"`,
      advice: 'Grafana cannot reach it, or it refuses: open the data source and choose Save & test.',
    };
  }
}
