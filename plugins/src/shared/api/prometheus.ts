import { getBackendSrv } from '@grafana/runtime';
import type { Sample } from '@summit/contracts';
import { lastValueFrom } from 'rxjs';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const at = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);

const labelsOf = (value: unknown): Record<string, string> =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
      )
    : {};

/** The samples of an instant query, of frames in Grafana's JSON: a frame a series, or one with several values. */
export function samplesOf(answer: unknown): Sample[] {
  const result = at(at(answer, 'results'), 'A');
  const error = at(result, 'error');
  if (typeof error === 'string' && error !== '') throw new Error(error);
  return listOf(at(result, 'frames')).flatMap((frame) => {
    const columns = listOf(at(at(frame, 'data'), 'values'));
    return listOf(at(at(frame, 'schema'), 'fields')).flatMap((field, column): Sample[] => {
      const [value] = listOf(columns[column]).slice(-1);
      return at(field, 'type') === 'number' && typeof value === 'number'
        ? [{ labels: labelsOf(at(field, 'labels')), value }]
        : [];
    });
  });
}

/** Asks a Prometheus data source of Grafana for the values of an expression at a moment. */
export async function askPrometheus(uid: string, expr: string, atMs: number): Promise<Sample[]> {
  const query = { refId: 'A', datasource: { uid, type: 'prometheus' }, expr, instant: true, range: false };
  const response = await lastValueFrom(
    getBackendSrv().fetch<unknown>({
      method: 'POST',
      url: '/api/ds/query',
      data: {
        queries: [{ ...query, format: 'time_series', intervalMs: 60_000, maxDataPoints: 1 }],
        from: String(atMs - 60_000),
        to: String(atMs),
      },
      showErrorAlert: false,
      showSuccessAlert: false,
    }),
  );
  return samplesOf(response.data);
}
