import { busy } from './refusal';

/** Runs work when its turn comes. Rejects with a Refusal (503) when too much waits already. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Costly work, one piece at a time, with a rest after each as long as it took: however much of it is asked for, half of the time is everybody
 * else's.
 */
export function takeTurns(maxWaiting: number): Turns {
  const state = { waiting: 0, last: Promise.resolve() };
  return (work) => {
    if (state.waiting >= maxWaiting) return Promise.reject(busy('Too many large requests are under way.'));
    state.waiting += 1;
    const began = { at: 0 };
    const done = state.last.then(() => {
      began.at = performance.now();
      return work();
    });
    const rest = (): Promise<void> => {
      state.waiting -= 1;
      return new Promise((over) => setTimeout(over, performance.now() - began.at));
    };
    state.last = done.then(rest, rest);
    return done;
  };
}
