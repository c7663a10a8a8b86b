/** Who moved the playhead: what follows it must not answer to itself. */
export type Mover = 'log' | 'chart' | 'slider' | 'play';

/** A point in time of the run, in milliseconds since the epoch. It moves up to sixty times a second, past React. */
export interface Playhead {
  readonly at: () => number;
  readonly set: (at: number, mover: Mover) => void;
  readonly subscribe: (listener: (at: number, mover: Mover) => void) => () => void;
}

export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

export const clampTo = ({ startMs, endMs }: TimeSpan, at: number): number =>
  Number.isFinite(at) ? Math.min(Math.max(at, startMs), Math.max(startMs, endMs)) : startMs;

export function createPlayhead(startMs: number): Playhead {
  const listeners = new Set<(at: number, mover: Mover) => void>();
  let now = startMs;
  return {
    at: () => now,
    set: (at, mover) => {
      if (at === now) return;
      now = at;
      for (const listener of listeners) listener(at, mover);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const speeds = [1, 2, 5, 10, 20, 50, 100] as const;

/** A speed at which the whole run plays in about half a minute. */
export const usualSpeed = ({ startMs, endMs }: TimeSpan): number =>
  speeds.find((speed) => (endMs - startMs) / speed <= 30_000) ?? 100;

/** Where the playhead is after `elapsedMs` of playing, and whether it has come to the end. */
export function advance(
  at: number,
  elapsedMs: number,
  speed: number,
  span: TimeSpan,
): { readonly at: number; readonly ended: boolean } {
  const next = clampTo(span, at + Math.max(0, elapsedMs) * speed);
  return { at: next, ended: next >= span.endMs };
}

/** How far the keys of a slider go: an arrow a hundredth of the run, at least a tenth of a second. */
export const sliderStepMs = ({ startMs, endMs }: TimeSpan): number =>
  Math.max(100, Math.round((endMs - startMs) / 100 / 100) * 100);
