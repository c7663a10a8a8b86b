import { useEffect, useRef, useState } from 'react';
import { advance, type Playhead, type TimeSpan } from './playhead';

/** For people who asked for less motion the playhead goes in steps. */
const stepMs = 1000;

const wantsLessMotion = (): boolean => globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;

/** Calls `tick` with the time that passed since the last call: with each frame, or each second. Returns what ends it. */
function everyTick(tick: (elapsedMs: number) => void): () => void {
  let last = performance.now();
  const pass = () => {
    const now = performance.now();
    tick(now - last);
    last = now;
  };
  if (wantsLessMotion()) {
    const timer = setInterval(pass, stepMs);
    return () => clearInterval(timer);
  }
  let frame = requestAnimationFrame(function next() {
    frame = requestAnimationFrame(next);
    pass();
  });
  return () => cancelAnimationFrame(frame);
}

export interface Playback {
  readonly playing: boolean;
  readonly toggle: () => void;
  readonly stop: () => void;
}

/** Moves the playhead while it plays; at the end of the run it stops, and playing again begins at the start. */
export function usePlayback(playhead: Playhead, span: TimeSpan, speed: number): Playback {
  const [playing, setPlaying] = useState(false);
  const latest = useRef({ span, speed });
  useEffect(() => {
    latest.current = { span, speed };
  });
  useEffect(() => {
    if (!playing) return undefined;
    return everyTick((elapsedMs) => {
      const { at, ended } = advance(playhead.at(), elapsedMs, latest.current.speed, latest.current.span);
      playhead.set(at, 'play');
      if (ended) setPlaying(false);
    });
  }, [playing, playhead]);
  return {
    playing,
    stop: () => setPlaying(false),
    toggle: () => {
      if (!playing && playhead.at() >= span.endMs) playhead.set(span.startMs, 'slider');
      setPlaying(!playing);
    },
  };
}
