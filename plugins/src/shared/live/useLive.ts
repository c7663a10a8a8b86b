import type { StreamEvent } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { useStream } from './LiveProvider';

type Kind = Exclude<StreamEvent['type'], 'reset'>;

/** Calls `onEvent` for changes of these kinds, and for `reset`, as long as the component is there. */
export function useLive(kinds: readonly Kind[], onEvent: (event: StreamEvent) => void): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const key = kinds.join();
  const { events } = useStream();
  useEffect(() => {
    const wanted = key.split(',');
    const subscription = events.subscribe((event) => {
      if (event.type === 'reset' || wanted.includes(event.type)) latest.current(event);
    });
    return () => subscription.unsubscribe();
  }, [key, events]);
}

/** Calls `action` at most once in `everyMs`, a while after it was asked for: live events come in bursts. */
export function useThrottled(action: () => void, everyMs: number): () => void {
  const latest = useRef(action);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = useRef(() => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, everyMs);
  });
  return ask.current;
}
