import { PayloadError } from '../payload';
import { MAX_SPANS, MAX_VALUES, msOfNanos, type OtlpSpan, type OtlpValue, statusOf, type Wanted } from './span';
import { bytesOf, eachField, type Field, numberOf } from './wire';

/**
 * The spans of an ExportTraceServiceRequest in protobuf. Field numbers are those of opentelemetry/proto/trace/v1/trace.proto and
 * common/v1/common.proto.
 *
 * @throws {PayloadError} where the bytes are none, or hold more spans than any exporter sends
 */
export function spansOfProtobuf(request: Buffer, wanted: Wanted): OtlpSpan[] {
  const spans: OtlpSpan[] = [];
  const inside = (message: Buffer, number: number, read: (inner: Buffer) => void): void =>
    eachField(message, (n, field) => {
      if (n === number) read(bytesOf(field));
    });
  // resource_spans, scope_spans, spans
  inside(request, 1, (resource) =>
    inside(resource, 2, (scope) =>
      inside(scope, 2, (span) => {
        if (spans.length === MAX_SPANS) throw new PayloadError(`OTLP: the request has more than ${MAX_SPANS} spans`);
        spans.push(spanOf(span, wanted));
      }),
    ),
  );
  return spans;
}

function spanOf(message: Buffer, wanted: Wanted): OtlpSpan {
  const span: OtlpSpan = {
    traceId: '',
    spanId: '',
    parentSpanId: null,
    name: '',
    startMs: 0,
    endMs: 0,
    status: 'unset',
    attributes: {},
  };
  const attributes: Record<string, OtlpValue> = {};
  const readers: Readonly<Record<number, (field: Field) => void>> = {
    1: (field) => (span.traceId = bytesOf(field).toString('hex')),
    2: (field) => (span.spanId = bytesOf(field).toString('hex')),
    4: (field) => (span.parentSpanId = bytesOf(field).toString('hex') || null),
    5: (field) => (span.name = bytesOf(field).toString('utf8')),
    7: (field) => (span.startMs = msOfNanos(numberOf(field))),
    8: (field) => (span.endMs = msOfNanos(numberOf(field))),
    9: (field) => readAttribute(bytesOf(field), wanted, attributes),
    15: (field) => (span.status = readStatus(bytesOf(field))),
  };
  eachField(message, (number, field) => readers[number]?.(field));
  return { ...span, attributes };
}

function readStatus(message: Buffer): OtlpSpan['status'] {
  let status: OtlpSpan['status'] = 'unset';
  eachField(message, (number, field) => {
    if (number === 3) status = statusOf(Number(numberOf(field)));
  });
  return status;
}

function readAttribute(message: Buffer, wanted: Wanted, into: Record<string, OtlpValue>): void {
  let key = '';
  let value: Buffer | undefined;
  eachField(message, (number, field) => {
    if (number === 1) key = bytesOf(field).toString('utf8');
    else if (number === 2) value = bytesOf(field);
  });
  if (value === undefined || !wanted.attributes.has(key)) return;
  const read = valueOf(value);
  if (read !== undefined) into[key] = read;
}

function valueOf(message: Buffer): OtlpValue | undefined {
  let value: OtlpValue | undefined;
  eachField(message, (number, field) => {
    if (number === 1) value = bytesOf(field).toString('utf8');
    else if (number === 2) value = numberOf(field) !== 0n;
    else if (number === 3) value = Number(BigInt.asIntN(64, numberOf(field)));
    else if (number === 4) value = doubleOf(numberOf(field));
    else if (number === 5) value = textsOf(bytesOf(field));
  });
  return value;
}

/** Of a list only its texts: none within it is looked into. */
function textsOf(message: Buffer): string[] {
  const texts: string[] = [];
  eachField(message, (number, field) => {
    if (number !== 1 || texts.length === MAX_VALUES) return;
    eachField(bytesOf(field), (kind, text) => {
      if (kind === 1) texts.push(bytesOf(text).toString('utf8'));
    });
  });
  return texts;
}

function doubleOf(bits: bigint): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits);
  return bytes.readDoubleLE(0);
}
