import { FieldType, type DataFrame, type Field } from '@grafana/data';

import { valueText } from '../attributes';
import { kindCodes } from '../kind';
import type { RawSpans } from '../rawSpans';
import { statusCodes } from '../status';
import { f64 } from '../typed';
import { findField, msColumn, textColumn } from './fields';

/** Which field of a table means what; what is left out is guessed from the names in use. */
export interface FieldMapping {
  readonly id?: string;
  readonly parent?: string;
  readonly name?: string;
  readonly service?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly start?: string;
  readonly end?: string;
  readonly duration?: string;
}

const GUESSES: Readonly<Record<keyof FieldMapping, readonly string[]>> = {
  id: ['id', 'spanId', 'taskId', 'key'],
  parent: ['parent', 'parentId', 'parentSpanId', 'parentTask'],
  name: ['name', 'title', 'operationName', 'task', 'job', 'step', 'label', 'spanName'],
  service: ['service', 'serviceName', 'traceService', 'group', 'lane', 'team', 'repository'],
  status: ['status', 'state', 'result', 'conclusion', 'statusCode', 'outcome'],
  kind: ['kind', 'type'],
  start: ['start', 'startTime', 'startedAt', 'started', 'begin', 'from', 'startDate', 'timeStart', 'time', 'timestamp'],
  end: ['end', 'endTime', 'endedAt', 'finishedAt', 'completedAt', 'finished', 'stop', 'to', 'endDate', 'timeEnd'],
  duration: [
    'duration',
    'durationMs',
    'durationSeconds',
    'durationNs',
    'durationNanos',
    'elapsed',
    'elapsedMs',
    'took',
  ],
};

/** Whether a frame has what the panel needs at least: a start, and an end or a duration. */
export const isSpanTable = (frame: DataFrame, mapping: FieldMapping = {}): boolean => {
  const field = fieldFinder(frame, mapping);
  return field('start') !== undefined && (field('end') !== undefined || field('duration') !== undefined);
};

/** Reads any table with times. Fields that mean nothing to the chart become attributes. Without ids each row is a root. */
export const readTable = (frame: DataFrame, mapping: FieldMapping = {}): RawSpans => {
  const count = frame.length;
  const field = fieldFinder(frame, mapping);
  const start = msColumn(field('start'), count);
  const end = ends(field('end'), field('duration'), start);
  const known = new Set(Object.keys(GUESSES).map((role) => (isRole(role) ? field(role) : undefined)));
  const others = frame.fields.filter((other) => !known.has(other));
  const idField = field('id');
  const id = idField ? textColumn(idField, count) : Array.from({ length: count }, (_, row) => `row ${row + 1}`);
  const name = textColumn(field('name') ?? firstText(frame) ?? idField, count);
  return {
    count,
    id,
    parentId: textColumn(field('parent'), count),
    name,
    service: textColumn(field('service'), count),
    start,
    end,
    status: statusCodes(field('status')?.values ?? [], count),
    kind: kindCodes(field('kind')?.values ?? [], count),
    attributes: (row) => others.map((other) => [other.name, valueText(other.values[row])] as const),
    url: () => '',
  };
};

const isRole = (role: string): role is keyof FieldMapping => role in GUESSES;

const fieldFinder =
  (frame: DataFrame, mapping: FieldMapping) =>
  (role: keyof FieldMapping): Field | undefined => {
    const chosen = mapping[role];
    return chosen ? frame.fields.find((field) => field.name === chosen) : findField(frame, GUESSES[role]);
  };

const firstText = (frame: DataFrame): Field | undefined =>
  frame.fields.find((field) => field.type === FieldType.string);

/** Ends as given; where a row has none, its start plus its duration. */
const ends = (endField: Field | undefined, durationField: Field | undefined, start: Float64Array): Float64Array => {
  const end = msColumn(endField, start.length);
  const duration = msColumn(durationField, start.length);
  return end.map((value, row) => (Number.isNaN(value) ? f64(start, row) + f64(duration, row) : value));
};
