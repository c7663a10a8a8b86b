import type { Doctor, DoctorHop } from '@summit/contracts';
import { toBridgeError, type BridgeClient } from '../client';
import { failureText } from './hops';

export interface HealthResult {
  status: 'success' | 'error';
  message: string;
  details?: { message: string; verboseMessage: string };
}

const isDoctor = (value: unknown): value is Doctor =>
  typeof value === 'object' && value !== null && 'hops' in value && Array.isArray(value.hops);

const latency = ({ latencyMs }: DoctorHop): string => (latencyMs === null ? '' : ` in ${Math.round(latencyMs)} ms`);

const line = (hop: DoctorHop): string =>
  [`${hop.name}: ${hop.status}${latency(hop)}`, hop.version, hop.status === 'ok' ? null : hop.tried, hop.advice]
    .filter((part) => part !== null && part !== '')
    .join(' · ');

const words = ['ok', 'warning', 'failed', 'skipped'] as const;

/** `5 ok, 1 warning`. */
const counts = (hops: readonly DoctorHop[]): string =>
  words
    .map((word) => ({ word, count: hops.filter(({ status }) => status === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');

const withDetails = (status: HealthResult['status'], message: string, hops: readonly DoctorHop[]): HealthResult => ({
  status,
  message,
  details: { message: counts(hops), verboseMessage: hops.map(line).join('\n') },
});

const verdict = ({ version, hops }: Doctor): HealthResult => {
  const failed = hops.find(({ status }) => status === 'failed');
  if (failed) {
    const advice = failed.advice ? ` ${failed.advice}` : '';
    return withDetails('error', `${failed.name}: ${failed.tried} failed.${advice}`, hops);
  }
  const warnings = hops.filter(({ status }) => status === 'warning').map(({ name }) => name);
  const attention = warnings.length > 0 ? `; look at ${warnings.join(', ')}` : '';
  return withDetails('success', `Connected to the Summit bridge ${version}${attention}`, hops);
};

/** Asks the bridge's doctor through Grafana's proxy; a failure names the hop it happened at. Never throws. */
export const checkHealth = async (client: BridgeClient, apiUrl: string | undefined): Promise<HealthResult> => {
  if (!apiUrl) {
    return { status: 'error', message: 'The address of the bridge is not set. Enter it and save.' };
  }
  try {
    const answer: unknown = await client.get('/doctor');
    return isDoctor(answer)
      ? verdict(answer)
      : {
          status: 'error',
          message:
            'Grafana to bridge: What answers at the address is not a Summit bridge. Check host, port and path of the address.',
        };
  } catch (error) {
    return { status: 'error', message: failureText(toBridgeError(error).failure) };
  }
};
