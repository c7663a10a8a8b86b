import { FieldType, type DataFrame } from '@grafana/data';
import type { RunSpan } from '@summit/contracts';

const time = (text: string | null): number | null => (text === null ? null : Date.parse(text));

/** The bridge's spans as the frame that the Gantt reads. Times are milliseconds since the epoch; a null end is still running. */
export function spansFrame(spans: readonly RunSpan[]): DataFrame {
  const field = <T>(name: string, type: FieldType, values: T[]) => ({ name, type, config: {}, values });
  return {
    name: 'run spans',
    refId: 'A',
    length: spans.length,
    fields: [
      field(
        'spanId',
        FieldType.string,
        spans.map((span) => span.spanId),
      ),
      field(
        'parentSpanId',
        FieldType.string,
        spans.map((span) => span.parentSpanId),
      ),
      field(
        'name',
        FieldType.string,
        spans.map((span) => span.name),
      ),
      field(
        'kind',
        FieldType.string,
        spans.map((span) => span.kind),
      ),
      field(
        'service',
        FieldType.string,
        spans.map((span) => span.service),
      ),
      field(
        'status',
        FieldType.string,
        spans.map((span) => span.status),
      ),
      field(
        'start',
        FieldType.time,
        spans.map((span) => time(span.start)),
      ),
      field(
        'end',
        FieldType.time,
        spans.map((span) => time(span.end)),
      ),
      field(
        'url',
        FieldType.string,
        spans.map((span) => span.url),
      ),
      field(
        'attributes',
        FieldType.other,
        spans.map((span) => span.attributes),
      ),
    ],
  };
}
