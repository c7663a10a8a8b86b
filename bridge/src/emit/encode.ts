import { SpanKind, SpanStatusCode, TraceFlags, ValueType, type HrTime } from '@opentelemetry/api';
import {
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { AttributeValue, EmitLog, EmitMetric, EmitResource, EmitSpan } from './model';

/**
 * Canonical telemetry → OTLP protobuf requests, through the OpenTelemetry transformer. Its serializers read plain objects of the SDK's
 * shapes, so no SDK pipeline runs here: the bytes go to the outbox and are sent from there, identical on each retry.
 */

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;
const statusCodes = { unset: SpanStatusCode.UNSET, ok: SpanStatusCode.OK, error: SpanStatusCode.ERROR } as const;

/** Severity numbers of the OpenTelemetry log data model. */
const severities = {
  debug: { number: 5, text: 'DEBUG' },
  info: { number: 9, text: 'INFO' },
  warning: { number: 13, text: 'WARN' },
  error: { number: 17, text: 'ERROR' },
  fatal: { number: 21, text: 'FATAL' },
} as const;

const ZERO: HrTime = [0, 0];

/** Milliseconds since the epoch as OpenTelemetry's [seconds, nanoseconds]. What lies before 1970 cannot be said in OTLP and becomes 0. */
export function hrTime(ms: number): HrTime {
  if (!(ms > 0)) return ZERO;
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1000) * 1000];
}

/** An ExportTraceServiceRequest of one resource. */
export function encodeSpans(resource: EmitResource, scope: string, spans: readonly EmitSpan[]): Uint8Array {
  const owner = resourceOf(resource);
  const instrumentationScope = { name: scope };
  return required(
    ProtobufTraceSerializer.serializeRequest(
      spans.map((span): ReadableSpan => ({
        name: span.name,
        kind: kinds[span.kind],
        spanContext: () => context(span.traceId, span.spanId),
        parentSpanContext: span.parentSpanId === undefined ? undefined : context(span.traceId, span.parentSpanId),
        startTime: hrTime(span.startMs),
        endTime: hrTime(Math.max(span.startMs, span.endMs)),
        status: { code: statusCodes[span.status], message: span.statusMessage },
        attributes: attributes(span.attributes),
        links: (span.links ?? []).map((link) => ({
          context: context(link.traceId, link.spanId),
          attributes: attributes(link.attributes ?? {}),
        })),
        events: (span.events ?? []).map((event) => ({
          name: event.name,
          time: hrTime(event.timeMs),
          attributes: attributes(event.attributes ?? {}),
        })),
        duration: hrTime(span.endMs - span.startMs),
        ended: true,
        resource: owner,
        instrumentationScope,
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
      })),
    ),
  );
}

/** An ExportLogsServiceRequest of one resource. */
export function encodeLogs(resource: EmitResource, scope: string, logs: readonly EmitLog[]): Uint8Array {
  return encodeLogGroups([{ resource, logs }], scope);
}

/** An ExportLogsServiceRequest of several resources (releases, environments, services) of one tenant. */
export function encodeLogGroups(
  groups: readonly { resource: EmitResource; logs: readonly EmitLog[] }[],
  scope: string,
): Uint8Array {
  const instrumentationScope = { name: scope };
  const records: ReadableLogRecord[] = [];
  for (const group of groups) {
    const resource = resourceOf(group.resource);
    for (const log of group.logs) records.push(logRecord(log, resource, instrumentationScope));
  }
  return required(ProtobufLogsSerializer.serializeRequest(records));
}

/** An ExportMetricsServiceRequest of one resource; all sums and histograms are cumulative. */
export function encodeMetrics(resource: EmitResource, scope: string, metrics: readonly EmitMetric[]): Uint8Array {
  return required(
    ProtobufMetricsSerializer.serializeRequest({
      resource: resourceOf(resource),
      scopeMetrics: [{ scope: { name: scope }, metrics: metrics.map(metricData) }],
    }),
  );
}

function logRecord(log: EmitLog, resource: Resource, instrumentationScope: { name: string }): ReadableLogRecord {
  const severity = severities[log.severity];
  return {
    hrTime: hrTime(log.timeMs),
    hrTimeObserved: hrTime(log.observedMs),
    severityNumber: severity.number,
    severityText: severity.text,
    body: log.body,
    attributes: attributes(log.attributes),
    spanContext: log.traceId === undefined ? undefined : context(log.traceId, log.spanId ?? ''),
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
  };
}

function metricData(metric: EmitMetric): MetricData {
  const base = {
    descriptor: {
      name: metric.name,
      description: metric.description ?? '',
      unit: metric.unit,
      valueType: ValueType.DOUBLE,
    },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (metric.kind === 'histogram')
    return {
      ...base,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: metric.points.map((point) => ({
        startTime: hrTime(point.startMs),
        endTime: hrTime(point.timeMs),
        attributes: attributes(point.attributes),
        value: {
          count: point.count,
          sum: point.sum,
          buckets: { boundaries: [...point.bounds], counts: [...point.counts] },
        },
      })),
    };
  const dataPoints = metric.points.map((point) => ({
    startTime: hrTime(point.startMs),
    endTime: hrTime(point.timeMs),
    attributes: attributes(point.attributes),
    value: point.value,
  }));
  if (metric.kind === 'gauge') return { ...base, dataPointType: DataPointType.GAUGE, dataPoints };
  return { ...base, dataPointType: DataPointType.SUM, dataPoints, isMonotonic: metric.monotonic };
}

function resourceOf(resource: EmitResource): Resource {
  return resourceFromAttributes({ ...resource.attributes, 'summit.tenant': resource.tenant });
}

function context(traceId: string, spanId: string): { traceId: string; spanId: string; traceFlags: TraceFlags } {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
}

/** The SDK's attribute type wants mutable arrays; ours are read-only. */
function attributes(values: Record<string, AttributeValue>): Record<string, string | number | boolean | string[]> {
  const result: Record<string, string | number | boolean | string[]> = {};
  for (const [key, value] of Object.entries(values)) result[key] = typeof value === 'object' ? [...value] : value;
  return result;
}

function required(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new Error('The OTLP serializer returned nothing.');
  return bytes;
}
