import { codesOf } from './codes';

/** What a span stands for; the position is the code stored in columns. */
export const KINDS = ['span', 'run', 'job', 'step', 'queue'] as const;

export type Kind = (typeof KINDS)[number];

/** Code of the kind that draws as a waiting segment in its parent's row. */
export const QUEUE = KINDS.indexOf('queue');

/** Reads a kind; OpenTelemetry's span kinds and anything else are a plain span. */
export const parseKind = (value: unknown): number => {
  const code = typeof value === 'string' ? KINDS.findIndex((kind) => kind === value.toLowerCase()) : 0;
  return code < 0 ? 0 : code;
};

/** Kind of a code. */
export const kindOf = (code: number): Kind => KINDS[code] ?? 'span';

/** Codes of a column of kinds. */
export const kindCodes = (values: readonly unknown[], count: number): Uint8Array => codesOf(values, count, parseKind);
