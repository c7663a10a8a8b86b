import { getDataSourceSrv } from '@grafana/runtime';
import type { DoctorHop } from '@summit/contracts';
import { explain } from '../../../shared/api/failure';
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

/** Whether Grafana has such a data source and finds it healthy, as one hop of the doctor: asks what "Save & test" asks. */
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
  const asked = { ...hop, tried: `health check of "${found.name}"` };
  try {
    const source = await getDataSourceSrv().get(found.uid);
    // Some data sources (Tempo) are tested by their front end alone, so Grafana's health endpoint would not do.
    const health = toHealth(await source.testDatasource().catch((error: unknown) => error));
    return {
      ...asked,
      status: health.status === 'success' ? 'ok' : 'failed',
      latencyMs: performance.now() - started,
      advice: health.status === 'success' ? null : `${health.message}: open the data source and choose Save & test.`,
    };
  } catch (error) {
    return {
      ...asked,
      status: 'failed',
      latencyMs: performance.now() - started,
      advice: `${explain(error).detail}: open the data source and choose Save & test.`,
    };
  }
}

/** The type of the answer is anything; by convention `{ status: 'success' | 'error', message }`, returned or thrown. */
function toHealth(answer: unknown): { status: string; message: string } {
  const text = (key: string): string => {
    const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { status: text('status'), message: (text('message') || explain(answer).detail).replace(/\.$/, '') };
}
