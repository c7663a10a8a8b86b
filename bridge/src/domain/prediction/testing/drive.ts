/** Numbers from 0 to 1 that are the same each time: a linear congruential generator (Numerical Recipes). */
export function randomOf(seed: number): () => number {
  const state = { value: seed >>> 0 };
  return () => {
    state.value = (Math.imul(state.value, 1_664_525) + 1_013_904_223) >>> 0;
    return state.value / 4_294_967_296;
  };
}

/** Runs work that yields to its end, at once. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
