import type { RunProfile } from '@summit/contracts';
import type { FrameSpan } from '../../../../shared/frames/runSpans';

const idOf = (index: number): string => (index + 1).toString(16).padStart(16, '0');

/** The units whose start is known, as bars below one of the whole build; none where the tool told no starts. */
export function spansOfProfile(profile: RunProfile): FrameSpan[] {
  const timed = profile.units.filter(({ startMs }) => startMs !== undefined);
  if (timed.length === 0) return [];
  const begin = Date.parse(profile.startedAt ?? profile.receivedAt);
  const longest = Math.max(...timed.map(({ startMs = 0, durationMs }) => startMs + durationMs));
  const bar = (index: number, from: number, durationMs: number) => ({
    spanId: idOf(index),
    traceId: '1'.padStart(32, '0'),
    service: profile.tool,
    status: 'success' as const,
    start: new Date(begin + from).toISOString(),
    end: new Date(begin + from + durationMs).toISOString(),
    durationMs,
    url: null,
  });
  return [
    {
      ...bar(0, 0, profile.durationMs ?? longest),
      parentSpanId: null,
      kind: 'job',
      name: profile.tool,
      attributes: {},
    },
    ...timed.map(({ name, kind, startMs = 0, durationMs }, index): FrameSpan => ({
      ...bar(index + 1, startMs, durationMs),
      parentSpanId: idOf(0),
      kind: 'step',
      name,
      attributes: { kind },
    })),
  ];
}
