/** Name and value of a span's attribute, both as text. */
export type Attribute = readonly [name: string, value: string];

/**
 * Spans as they came, one array a field, in the order of the source. `NaN` in `start` or `end` says that the source has none;
 * an empty `parentId` is a root. Nothing is checked yet: ids may repeat, parents may be missing or form a ring.
 */
export interface RawSpans {
  readonly count: number;
  readonly id: readonly string[];
  readonly parentId: readonly string[];
  readonly name: readonly string[];
  readonly service: readonly string[];
  /** Milliseconds since the epoch (or since anything, in a table without clock times). */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Codes of `STATUSES`. */
  readonly status: Uint8Array;
  /** Codes of `KINDS`. */
  readonly kind: Uint8Array;
  /** Attributes of a row; read late, since most are never looked at. */
  readonly attributes: (row: number) => readonly Attribute[];
  readonly url: (row: number) => string;
}

export const NO_SPANS: RawSpans = {
  count: 0,
  id: [],
  parentId: [],
  name: [],
  service: [],
  start: new Float64Array(0),
  end: new Float64Array(0),
  status: new Uint8Array(0),
  kind: new Uint8Array(0),
  attributes: () => [],
  url: () => '',
};

/** Joins the spans of several frames into one list, in order. */
export const concatRaw = (parts: readonly RawSpans[]): RawSpans => {
  const [first, ...rest] = parts.filter((part) => part.count > 0);
  if (!first) {
    return NO_SPANS;
  }
  return rest.reduce(joinTwo, first);
};

const joinTwo = (a: RawSpans, b: RawSpans): RawSpans => {
  const count = a.count + b.count;
  const floats = (x: Float64Array, y: Float64Array): Float64Array => {
    const joined = new Float64Array(count);
    joined.set(x);
    joined.set(y, a.count);
    return joined;
  };
  const bytes = (x: Uint8Array, y: Uint8Array): Uint8Array => {
    const joined = new Uint8Array(count);
    joined.set(x);
    joined.set(y, a.count);
    return joined;
  };
  return {
    count,
    id: a.id.concat(b.id),
    parentId: a.parentId.concat(b.parentId),
    name: a.name.concat(b.name),
    service: a.service.concat(b.service),
    start: floats(a.start, b.start),
    end: floats(a.end, b.end),
    status: bytes(a.status, b.status),
    kind: bytes(a.kind, b.kind),
    attributes: (row) => (row < a.count ? a.attributes(row) : b.attributes(row - a.count)),
    url: (row) => (row < a.count ? a.url(row) : b.url(row - a.count)),
  };
};
