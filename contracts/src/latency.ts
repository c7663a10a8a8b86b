import type { ImpactVerdict } from './deployments';

/** Requests of a stretch of time by how long they took: `counts[i]` took at most `bounds[i]` seconds and more than the bound before; the last bound is infinite. */
export interface LatencyPiece {
  bounds: readonly number[];
  counts: readonly number[];
}

export interface LatencyFigures {
  requests: number;
  /** Seconds, as `histogram_quantile` works them out; null without requests. */
  p50: number | null;
  p95: number | null;
}

/** Latency before and after, and what the difference comes to. */
export interface LatencyComparison {
  verdict: ImpactVerdict;
  before: LatencyFigures;
  after: LatencyFigures;
  /** The probability that a request after takes longer than one before, ties counted half: 0.5 where nothing changed. Null where too little is known. */
  slower: number | null;
  low: number | null;
  high: number | null;
}

/** Fewer requests, or fewer pieces with any, on either side say nothing about how much they vary. */
export const LEAST_REQUESTS = 50;
export const LEAST_PIECES = 4;

const NORMAL = { 0.95: 1.959964, 0.99: 2.575829 } as const;

/**
 * Whether requests became slower, from the histograms of pieces of two stretches of time with the same bounds.
 *
 * The statistic is that of Mann and Whitney (1947) for ordered categories, as the probability that one after takes longer than one before. Its error is that of a
 * jackknife which leaves out one piece of time at a time (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11), since requests of one minute
 * resemble each other, and never less than chance alone makes it (the variance of Mann and Whitney with its correction for ties). So a million requests are not
 * taken for a million independent ones.
 */
export function compareLatency(
  before: readonly LatencyPiece[],
  after: readonly LatencyPiece[],
  confidence: 0.95 | 0.99 = 0.95,
): LatencyComparison {
  const [a, b] = [usedPieces(before), usedPieces(after)];
  const [sumA, sumB] = [sumOf(a), sumOf(b)];
  const figures = { before: figuresOf(before), after: figuresOf(after) };
  const few = (pieces: readonly Counts[], requests: number): boolean =>
    pieces.length < LEAST_PIECES || requests < LEAST_REQUESTS;
  if (few(a, figures.before.requests) || few(b, figures.after.requests))
    return { verdict: 'too_little_data', ...figures, slower: null, low: null, high: null };
  const slower = probabilitySlower(sumA, sumB);
  const jackknifed =
    jackknifeVariance(a.map((piece) => probabilitySlower(less(sumA, piece), sumB))) +
    jackknifeVariance(b.map((piece) => probabilitySlower(sumA, less(sumB, piece))));
  const error = Math.sqrt(Math.max(jackknifed, varianceOfChance(sumA, sumB)));
  const reach = studentQuantile(NORMAL[confidence], a.length + b.length - 2) * error;
  const [low, high] = [Math.max(0, slower - reach), Math.min(1, slower + reach)];
  return { verdict: low > 0.5 ? 'worse' : high < 0.5 ? 'better' : 'no_difference', ...figures, slower, low, high };
}

type Counts = readonly number[];

const total = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0);
const usedPieces = (pieces: readonly LatencyPiece[]): Counts[] =>
  pieces.map(({ counts }) => counts).filter((counts) => total(counts) > 0);
const sumOf = (pieces: readonly Counts[]): number[] =>
  (pieces[0] ?? []).map((_, bucket) => pieces.reduce((sum, counts) => sum + (counts[bucket] ?? 0), 0));
const less = (sum: Counts, piece: Counts): number[] =>
  sum.map((count, bucket) => Math.max(0, count - (piece[bucket] ?? 0)));

function probabilitySlower(before: Counts, after: Counts): number {
  let below = 0;
  let won = 0;
  for (const [bucket, count] of before.entries()) {
    const now = after[bucket] ?? 0;
    won += now * (below + count / 2);
    below += count;
  }
  return won / (total(before) * total(after));
}

/** Of an estimate, from what it is without each of the pieces in turn. */
function jackknifeVariance(without: readonly number[]): number {
  const mean = total(without) / without.length;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return ((without.length - 1) / without.length) * squares;
}

/** Of the probability, were the requests independent and nothing changed. */
function varianceOfChance(before: Counts, after: Counts): number {
  const [m, n] = [total(before), total(after)];
  const all = m + n;
  const ties = before.reduce((sum, count, bucket) => {
    const tied = count + (after[bucket] ?? 0);
    return sum + (tied ** 3 - tied);
  }, 0);
  return Math.max(0, (all + 1 - ties / (all * (all - 1))) / (12 * m * n));
}

/** The quantile of Student's distribution from that of the normal one (Abramowitz and Stegun, 26.7.5); within 1 % from 6 degrees of freedom on. */
function studentQuantile(z: number, freedom: number): number {
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

function figuresOf(pieces: readonly LatencyPiece[]): LatencyFigures {
  const bounds = pieces[0]?.bounds ?? [];
  const counts = sumOf(pieces.map((piece) => piece.counts));
  return { requests: total(counts), p50: quantileOf(bounds, counts, 0.5), p95: quantileOf(bounds, counts, 0.95) };
}

/** Within its bucket a request is taken to lie evenly; beyond the last finite bound nothing more is known than that. */
function quantileOf(bounds: readonly number[], counts: Counts, share: number): number | null {
  const wanted = total(counts) * share;
  if (wanted === 0) return null;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    const from = bounds[bucket - 1] ?? 0;
    const to = bounds[bucket] ?? Infinity;
    if (below + count >= wanted && count > 0)
      return Number.isFinite(to) ? from + (to - from) * ((wanted - below) / count) : from;
    below += count;
  }
  return null;
}
