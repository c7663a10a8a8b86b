/** Observations that are ranked, each so many times. */
interface Ranked {
  /** Places of the observations, highest score first, those of one score together. */
  groups: readonly (readonly number[])[];
  hit: readonly boolean[];
}

export function rankBy(scores: readonly number[], hit: readonly boolean[]): Ranked {
  const order = scores.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const groups: number[][] = [];
  let last = NaN;
  for (const at of order) {
    const score = scores[at] ?? 0;
    if (score === last) groups.at(-1)?.push(at);
    else groups.push([at]);
    last = score;
  }
  return { groups, hit };
}

/**
 * Average precision of what was to be found: the area under the curve of precision over recall, by steps (as scikit-learn's `average_precision_score`).
 * Observations of one score are taken together, so that their order says nothing.
 *
 * @param times how often each observation counts; once where it is left out
 * @returns null where there is nothing to find
 */
export function averagePrecision({ groups, hit }: Ranked, times?: ArrayLike<number>): number | null {
  let [found, seen, sum] = [0, 0, 0];
  for (const group of groups) {
    let hits = 0;
    for (const at of group) {
      const n = times ? (times[at] ?? 0) : 1;
      seen += n;
      if (hit[at] === true) hits += n;
    }
    found += hits;
    if (hits > 0) sum += hits * (found / seen);
  }
  return found === 0 ? null : sum / found;
}

/** Mean squared error of probabilities (G. W. Brier, 1950). */
export const brierOf = (probabilities: readonly number[], hit: readonly boolean[]): number =>
  probabilities.reduce((sum, p, at) => sum + (p - (hit[at] === true ? 1 : 0)) ** 2, 0) / probabilities.length;

/** Numbers from 0 to 1 that are the same each time: mulberry32. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    yield ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

const RESAMPLES = 400;
/** Runs beside each other are alike: they are drawn by blocks, else the interval would be too narrow (H. R. Künsch, 1989). */
const BLOCK = 20;

/**
 * 95 % interval of how much better one ranking finds than another, over the same observations in the order of time. Yields between its rounds.
 *
 * @returns null where too few resamples have anything to find
 */
export function* gainInterval(better: Ranked, than: Ranked): Generator<void, { low: number; high: number } | null> {
  const size = better.hit.length;
  const random = numbers(20_261_121);
  const gains: number[] = [];
  for (let round = 0; round < RESAMPLES; round++) {
    if (round % 20 === 0) yield;
    const times = new Uint16Array(size);
    for (let drawn = 0; drawn < size; drawn += BLOCK) {
      const start = Math.floor(random.next().value * size);
      for (let n = 0; n < BLOCK && drawn + n < size; n++) {
        const at = (start + n) % size;
        times[at] = (times[at] ?? 0) + 1;
      }
    }
    const [one, other] = [averagePrecision(better, times), averagePrecision(than, times)];
    if (one !== null && other !== null) gains.push(one - other);
  }
  if (gains.length < RESAMPLES / 2) return null;
  gains.sort((a, b) => a - b);
  const at = (share: number): number => gains[Math.round((gains.length - 1) * share)] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}
