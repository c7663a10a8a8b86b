import { z } from 'zod';
import { parsePayload, PayloadError } from '../payload';
import { MAX_SPANS, MAX_VALUES, msOfNanos, type OtlpSpan, type OtlpValue, statusOf, type Wanted } from './span';

/** The JSON of OTLP: ids are hex, 64-bit numbers are texts, though some senders write them as numbers. */

const Nanos = z
  .union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()])
  .transform((value) => msOfNanos(BigInt(value)));
const Hex = z.string().max(64).toLowerCase();

const Value = z.object({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.string().regex(/^-?\d{1,20}$/), z.number()]).optional(),
  doubleValue: z.number().optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string().optional() })).optional() }).optional(),
});

const Span = z.object({
  traceId: Hex,
  spanId: Hex,
  parentSpanId: Hex.optional(),
  name: z.string().default(''),
  startTimeUnixNano: Nanos,
  endTimeUnixNano: Nanos,
  attributes: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]),
  status: z.object({ code: z.union([z.number(), z.string()]).optional() }).optional(),
});

const Request = z.object({
  resourceSpans: z
    .array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(z.unknown()).default([]) })).default([]) }))
    .default([]),
});

/**
 * The spans of an ExportTraceServiceRequest in JSON.
 *
 * @throws {PayloadError} where it is none, or holds more spans than any exporter sends
 */
export function spansOfJson(request: unknown, wanted: Wanted): OtlpSpan[] {
  const { resourceSpans } = parsePayload(Request, request, 'OTLP');
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  if (spans.length > MAX_SPANS) throw new PayloadError(`OTLP: the request has more than ${MAX_SPANS} spans`);
  return spans.map((span) => spanOf(parsePayload(Span, span, 'OTLP span'), wanted));
}

function spanOf(span: z.output<typeof Span>, wanted: Wanted): OtlpSpan {
  const attributes = span.attributes.flatMap(({ key, value }): [string, OtlpValue][] => {
    const read = wanted.attributes.has(key) ? valueOf(parsePayload(Value, value, `OTLP attribute ${key}`)) : undefined;
    return read === undefined ? [] : [[key, read]];
  });
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId || null,
    name: span.name,
    startMs: span.startTimeUnixNano,
    endMs: span.endTimeUnixNano,
    status: codeOf(span.status?.code),
    attributes: Object.fromEntries(attributes),
  };
}

/** A number, as OTLP wants it, or the name of the value. */
function codeOf(code: string | number | undefined): OtlpSpan['status'] {
  if (typeof code === 'number') return statusOf(code);
  return code === 'STATUS_CODE_OK' ? 'ok' : code === 'STATUS_CODE_ERROR' ? 'error' : 'unset';
}

function valueOf(value: z.output<typeof Value>): OtlpValue | undefined {
  if (value.intValue !== undefined) return Number(value.intValue);
  const list = value.arrayValue?.values?.flatMap(({ stringValue }) => stringValue ?? []).slice(0, MAX_VALUES);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? list;
}
