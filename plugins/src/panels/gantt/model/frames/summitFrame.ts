import type { DataFrame } from '@grafana/data';

import { parseAttributes } from '../attributes';
import { kindCodes } from '../kind';
import type { RawSpans } from '../rawSpans';
import { statusCodes } from '../status';
import { findField, msColumn, textColumn } from './fields';

const FIELDS = ['spanId', 'parentSpanId', 'name', 'kind', 'service', 'status', 'start', 'end'];

/** Whether a frame is a run's spans as Summit's data source gives it. */
export const isSummitFrame = (frame: DataFrame): boolean =>
  FIELDS.every((name) => frame.fields.some((field) => field.name === name));

/** Reads Summit's span frame; an `end` of null is a span that still runs. */
export const readSummitFrame = (frame: DataFrame): RawSpans => {
  const count = frame.length;
  const attributes: readonly unknown[] = findField(frame, ['attributes'])?.values ?? [];
  const urls: readonly unknown[] = findField(frame, ['url'])?.values ?? [];
  return {
    count,
    id: textColumn(findField(frame, ['spanId']), count),
    parentId: textColumn(findField(frame, ['parentSpanId']), count),
    name: textColumn(findField(frame, ['name']), count),
    service: textColumn(findField(frame, ['service']), count),
    start: msColumn(findField(frame, ['start']), count),
    end: msColumn(findField(frame, ['end']), count),
    status: statusCodes(findField(frame, ['status'])?.values ?? [], count),
    kind: kindCodes(findField(frame, ['kind'])?.values ?? [], count),
    attributes: (row) => parseAttributes(attributes[row]),
    url: (row) => {
      const url = urls[row];
      return typeof url === 'string' ? url : '';
    },
  };
};
