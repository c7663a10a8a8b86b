import type { DataFrame } from '@grafana/data';

import { parseAttributes } from '../attributes';
import { QUEUE, parseKind } from '../kind';
import type { Attribute, RawSpans } from '../rawSpans';
import { parseStatus, statusCode, type Status } from '../status';
import { f64 } from '../typed';
import { findField, msColumn, textColumn } from './fields';

/** Attributes that carry the outcome of a CI run or task, in OpenTelemetry's conventions. */
const RESULT_KEYS = ['cicd.pipeline.task.run.result', 'cicd.pipeline.result', 'cicd.pipeline.run.result'];
const RUN_RESULTS = new Set(['cicd.pipeline.result', 'cicd.pipeline.run.result']);
/** Attribute with which Summit's own spans say what they stand for. */
const KIND_KEYS = ['summit.span.kind', 'summit.kind'];
const URL_KEYS = ['cicd.pipeline.task.run.url.full', 'cicd.pipeline.run.url.full'];

/** Whether a frame is a trace as Grafana's Tempo, Jaeger and Zipkin data sources give it. */
export const isTraceFrame = (frame: DataFrame): boolean =>
  ['traceID', 'spanID', 'parentSpanID', 'operationName', 'startTime', 'duration'].every(
    (name) => findField(frame, [name]) !== undefined,
  );

/** Reads a trace frame: times in milliseconds, tags as `[{key, value}]`; CI attributes give status, kind and link. */
export const readTraceFrame = (frame: DataFrame): RawSpans => {
  const count = frame.length;
  const values = (name: string): readonly unknown[] => findField(frame, [name])?.values ?? [];
  const tags = values('tags');
  const serviceTags = values('serviceTags');
  const statusCodes = values('statusCode');
  const messages = values('statusMessage');
  const otelKinds = values('kind');
  const name = textColumn(findField(frame, ['operationName']), count);
  const start = msColumn(findField(frame, ['startTime']), count);
  const duration = msColumn(findField(frame, ['duration']), count);
  const end = new Float64Array(count);
  const status = new Uint8Array(count);
  const kind = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    end[row] = f64(start, row) + f64(duration, row);
    const found = ciTags(tags[row]);
    status[row] = statusCode(statusFrom(found, statusCodes[row]));
    kind[row] = kindFrom(found, name[row] ?? '');
  }
  return {
    count,
    id: textColumn(findField(frame, ['spanID']), count),
    parentId: textColumn(findField(frame, ['parentSpanID']), count),
    name,
    service: textColumn(findField(frame, ['serviceName']), count),
    start,
    end,
    status,
    kind,
    attributes: (row) => [
      ...extra('kind', otelKinds[row]),
      ...extra('status.message', messages[row]),
      ...parseAttributes(tags[row]),
      ...parseAttributes(serviceTags[row]),
    ],
    url: (row) => parseAttributes(tags[row]).find(([key]) => URL_KEYS.includes(key))?.[1] ?? '',
  };
};

const extra = (name: string, value: unknown): Attribute[] =>
  typeof value === 'string' && value !== '' ? [[name, value]] : [];

interface CiTags {
  result?: unknown;
  kind?: unknown;
  error?: unknown;
  task?: boolean;
  run?: boolean;
}

/** The few tags that decide how a span is drawn, in one pass without building the attribute list. */
const ciTags = (tags: unknown): CiTags => {
  const found: CiTags = {};
  if (!Array.isArray(tags)) {
    return typeof tags === 'string' && /cicd\.|summit\.|error/.test(tags)
      ? ciTags(objects(parseAttributes(tags)))
      : found;
  }
  for (const tag of tags as readonly unknown[]) {
    if (
      typeof tag !== 'object' ||
      tag === null ||
      !('key' in tag) ||
      !('value' in tag) ||
      typeof tag.key !== 'string'
    ) {
      continue;
    }
    const { key, value } = tag;
    if (RESULT_KEYS.includes(key)) {
      found.result = value;
      found.run = found.run || RUN_RESULTS.has(key);
    } else if (KIND_KEYS.includes(key)) {
      found.kind = value;
    } else if (key === 'error') {
      found.error = value;
    } else if (key === 'cicd.pipeline.task.run.id') {
      found.task = true;
    }
  }
  return found;
};

const objects = (attributes: readonly Attribute[]): { key: string; value: string }[] =>
  attributes.map(([key, value]) => ({ key, value }));

const statusFrom = (tags: CiTags, code: unknown): Status => {
  const result = parseStatus(tags.result);
  if (result !== 'unknown') {
    return result;
  }
  const failed = tags.error === true || tags.error === 'true';
  return failed ? 'failed' : parseStatus(code);
};

const kindFrom = (tags: CiTags, name: string): number => {
  if (tags.kind !== undefined) {
    return parseKind(tags.kind);
  }
  // The Collector's GitHub receiver names a job's waiting time like this.
  if (name.startsWith('queue-')) {
    return QUEUE;
  }
  return parseKind(tags.run ? 'run' : tags.task ? 'job' : 'span');
};
