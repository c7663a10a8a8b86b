import type { Doctor, DoctorHop, Me } from '@summit/contracts';
import type { z } from 'zod';
import { api, bridgeUid } from '../../../shared/api/client';
import { explain } from '../../../shared/api/failure';
import { checkSource, wantedSources } from './sources';

export interface Examination {
  version: string | null;
  /** In the order a request takes. */
  hops: readonly DoctorHop[];
}

/** The way to the bridge as this browser sees it: one call that needs the proxy, the address and the token to be right. */
async function proxyHop(): Promise<DoctorHop> {
  const started = performance.now();
  const hop = { name: 'Browser → Grafana → bridge', version: null };
  try {
    const me = await api.get<z.infer<typeof Me>>('/me');
    return {
      ...hop,
      status: 'ok',
      latencyMs: performance.now() - started,
      tried: `GET /me through the data source "${bridgeUid()}": ${me.actor}, tenant ${me.tenant}, ${me.scopes.join(', ')}`,
      advice: null,
    };
  } catch (error) {
    const { hop: where, detail, advice } = explain(error);
    return {
      ...hop,
      status: 'failed',
      latencyMs: performance.now() - started,
      tried: `GET /me through the data source: ${where}: ${detail}`,
      advice,
    };
  }
}

/** Asks every hop. Never fails: a hop that does is told as one. */
export async function examine(): Promise<Examination> {
  const [proxy, sources] = await Promise.all([proxyHop(), Promise.all(wantedSources.map(checkSource))]);
  if (proxy.status === 'failed') return { version: null, hops: [proxy, ...sources] };
  try {
    const { version, hops } = await api.get<Doctor>('/doctor');
    return { version, hops: [proxy, ...hops, ...sources] };
  } catch (error) {
    const { hop, detail, advice } = explain(error);
    const doctor: DoctorHop = {
      name: 'Connection doctor',
      status: 'failed',
      latencyMs: null,
      version: null,
      tried: `GET /doctor: ${hop}: ${detail}`,
      advice,
    };
    return { version: null, hops: [proxy, doctor, ...sources] };
  }
}

/** The first hop that failed is the one to mend; those behind it often fail with it. */
export const firstFailed = (hops: readonly DoctorHop[]): DoctorHop | undefined =>
  hops.find(({ status }) => status === 'failed');
