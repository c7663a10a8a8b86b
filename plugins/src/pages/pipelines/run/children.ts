import type { RunSpan } from '@summit/contracts';

/** Spans by the id of their parent, '' for those without one; siblings in the order given. */
export function childrenOf(spans: readonly RunSpan[]): ReadonlyMap<string, RunSpan[]> {
  const children = new Map<string, RunSpan[]>();
  for (const span of spans) {
    const siblings = children.get(span.parentSpanId ?? '');
    if (siblings) siblings.push(span);
    else children.set(span.parentSpanId ?? '', [span]);
  }
  return children;
}
