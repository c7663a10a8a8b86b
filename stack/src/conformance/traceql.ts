import { parser } from '@grafana/lezer-traceql';

/** A trace id alone is not TraceQL: Grafana looks it up directly. */
export function isTraceId(query: string): boolean {
  return /^[0-9a-f]{32}$/i.test(query.trim());
}

/** @throws Error with the place where the query stops to be TraceQL */
export function parseTraceQl(query: string): void {
  if (isTraceId(query)) return;
  let at: number | undefined;
  parser.parse(query).iterate({
    enter: (node) => {
      if (node.type.isError && at === undefined) at = node.from;
    },
  });
  if (at !== undefined) throw new Error(`not TraceQL at character ${at + 1}: ${query}`);
}
