import { durationOf, idOf, isQueueSegment, type SpanColumns } from '../model/columns';
import { KINDS } from '../model/kind';
import { STATUSES, isFailure, parseStatus } from '../model/status';
import { i32, textAt, u8 } from '../model/typed';
import { parseQuery, type Comparison, type Term } from './query';

/** Which spans a search finds. */
export interface Matches {
  /** 1 for what was found. */
  readonly mask: Uint8Array;
  /** What was found, in tree order. */
  readonly spans: Int32Array;
}

type Test = (span: number) => boolean;

/** Finds the spans that satisfy every term of the search; undefined when there is no term. Waiting segments are not searched. */
export const findMatches = (spans: SpanColumns, search: string): Matches | undefined => {
  const terms = parseQuery(search);
  if (terms.length === 0) {
    return undefined;
  }
  const tests = terms.map((term): Test => {
    const test = testOf(spans, term);
    return term.not ? (span) => !test(span) : test;
  });
  const mask = new Uint8Array(spans.count);
  const found: number[] = [];
  for (let span = 0; span < spans.count; span++) {
    if (!isQueueSegment(spans, span) && tests.every((test) => test(span))) {
      mask[span] = 1;
      found.push(span);
    }
  }
  return { mask, spans: Int32Array.from(found) };
};

const testOf = (spans: SpanColumns, term: Term): Test => {
  if (term.type === 'duration') {
    return (span) => compares(durationOf(spans, span), term.compare, term.ms);
  }
  if (term.type === 'text') {
    const inName = nameTest(spans, term.text);
    const services = textMask(spans.services, term.text);
    return (span) => inName(span) || u8(services, i32(spans.service, span)) === 1;
  }
  return fieldTest(spans, term.field, term.text);
};

const fieldTest = (spans: SpanColumns, field: string, text: string): Test => {
  switch (field) {
    case 'name':
      return nameTest(spans, text);
    case 'service': {
      const services = textMask(spans.services, text);
      return (span) => u8(services, i32(spans.service, span)) === 1;
    }
    case 'status': {
      const wanted = statusMask(text);
      return (span) => u8(wanted, u8(spans.status, span)) === 1;
    }
    case 'kind':
      return (span) => KINDS[u8(spans.kind, span)] === text;
    case 'id':
      return (span) => idOf(spans, span).toLowerCase() === text;
    default:
      return (span) =>
        spans
          .attributes(span)
          .some(([key, value]) => key.toLowerCase() === field && value.toLowerCase().includes(text));
  }
};

/** Looks at each different name once: builds repeat theirs thousands of times. */
const nameTest = (spans: SpanColumns, part: string): Test => {
  const known = new Map<string, boolean>();
  return (span) => {
    const name = textAt(spans.names, span);
    const seen = known.get(name);
    if (seen !== undefined) {
      return seen;
    }
    const found = name.toLowerCase().includes(part);
    known.set(name, found);
    return found;
  };
};

/** One look at each different text instead of one at each span. */
const textMask = (texts: readonly string[], part: string): Uint8Array =>
  Uint8Array.from(texts, (text) => (text.toLowerCase().includes(part) ? 1 : 0));

/** `failed` is that state alone; `error` is everything that needs attention. */
const statusMask = (text: string): Uint8Array =>
  Uint8Array.from(STATUSES, (status) => {
    const wanted = text === 'error' ? isFailure(status) : status === text || status === parseStatus(text);
    return wanted && (status !== 'unknown' || text === 'unknown') ? 1 : 0;
  });

const compares = (value: number, compare: Comparison, with_: number): boolean => {
  switch (compare) {
    case '>':
      return value > with_;
    case '>=':
      return value >= with_;
    case '<':
      return value < with_;
    case '<=':
      return value <= with_;
  }
};

/** Position in `sorted` of the first value above `value` (or its length). */
export const firstAbove = (sorted: Int32Array, value: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (i32(sorted, middle) > value) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
};

/** The match after (`step` 1) or before (-1) a span in tree order, round the end; -1 when there is none. */
export const neighbour = (found: Int32Array, from: number, step: 1 | -1): number => {
  if (found.length === 0) {
    return -1;
  }
  const above = firstAbove(found, from);
  const below = above - 1 - (i32(found, above - 1) === from && above > 0 ? 1 : 0);
  const position = step === 1 ? above : below;
  return i32(found, (position + found.length) % found.length);
};

/** Every span that failed or timed out and has no failed child that explains it, in tree order. */
export const failures = (spans: SpanColumns): Int32Array => {
  const failed = Uint8Array.from(STATUSES, (status) => (isFailure(status) ? 1 : 0));
  const explained = new Uint8Array(spans.count);
  const found: number[] = [];
  for (let span = spans.count - 1; span >= 0; span--) {
    if (u8(failed, u8(spans.status, span))) {
      if (!u8(explained, span)) {
        found.push(span);
      }
      const parent = i32(spans.parent, span);
      if (parent >= 0) {
        explained[parent] = 1;
      }
    }
  }
  return Int32Array.from(found.reverse());
};
