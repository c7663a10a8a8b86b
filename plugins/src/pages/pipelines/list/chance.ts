/** A probability in words: nothing is certain before it has happened. */
export const chance = (probability: number): string =>
  probability < 0.01 ? '<1%' : probability > 0.99 ? '>99%' : `${Math.round(probability * 100)}%`;
