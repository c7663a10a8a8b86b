/** Small OTLP/HTTP JSON messages, to send what an application would, with the time and tenant a check needs. */

export type Attributes = Record<string, string | number>;

function keyValues(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}

const nanos = (ms: number): string => `${Math.round(ms)}000000`;

export interface LogSpec {
  resource: Attributes;
  timeMs: number;
  body: string;
  attributes?: Attributes;
  traceId?: string;
}

export function logsRequest({ resource, timeMs, body, attributes = {}, traceId }: LogSpec) {
  const record = {
    timeUnixNano: nanos(timeMs),
    severityNumber: 9,
    severityText: 'INFO',
    body: { stringValue: body },
    attributes: keyValues(attributes),
    traceId,
  };
  return {
    resourceLogs: [
      {
        resource: { attributes: keyValues(resource) },
        scopeLogs: [{ scope: { name: 'conformance' }, logRecords: [record] }],
      },
    ],
  };
}

export interface CounterSpec {
  resource: Attributes;
  name: string;
  timeMs: number;
  startMs: number;
  value: number;
  attributes?: Attributes;
}

export function counterRequest({ resource, name, timeMs, startMs, value, attributes = {} }: CounterSpec) {
  const point = {
    startTimeUnixNano: nanos(startMs),
    timeUnixNano: nanos(timeMs),
    asInt: String(value),
    attributes: keyValues(attributes),
  };
  const metric = { name, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] } };
  return {
    resourceMetrics: [
      {
        resource: { attributes: keyValues(resource) },
        scopeMetrics: [{ scope: { name: 'conformance' }, metrics: [metric] }],
      },
    ],
  };
}

export interface SpanSpec {
  resource: Attributes;
  traceId: string;
  spanId: string;
  name: string;
  startMs: number;
  durationMs: number;
  attributes?: Attributes;
  failed?: boolean;
}

export function tracesRequest({
  resource,
  traceId,
  spanId,
  name,
  startMs,
  durationMs,
  attributes = {},
  failed = false,
}: SpanSpec) {
  const span = {
    traceId,
    spanId,
    name,
    kind: 2,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + durationMs),
    attributes: keyValues(attributes),
    status: failed ? { code: 2 } : {},
  };
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: 'conformance' }, spans: [span] }],
      },
    ],
  };
}

/** Posts to the Collector, again and again while it says that it cannot take it now, as an SDK would. */
export async function sendOtlp(
  otlpHttp: string,
  signal: 'logs' | 'metrics' | 'traces',
  body: unknown,
  tenant?: string,
): Promise<void> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (tenant !== undefined) headers['x-scope-orgid'] = tenant;
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${otlpHttp}/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (response.ok) return;
    if (attempt === 20 || ![429, 502, 503, 504].includes(response.status)) {
      throw new Error(`the Collector answered ${response.status} to ${signal}: ${text.slice(0, 300)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
