import type { PredictionReport } from '@summit/contracts';
import { baselineOf, featuresOf, LOOK_BACK } from './features';
import { fitLogistic, probabilityOf } from './logistic';
import { averagePrecision, brierOf, gainInterval, rankBy } from './measures';
import type { Logistic, PastRun } from './model';

const TRAIN_SHARE = 0.7;
/** Fewer say nothing about who fails. */
const MIN_RUNS = 500;
const MIN_TRAIN_FAILED = 50;
const MIN_TEST_FAILED = 30;
/** How much better than the run before a model must be at least, at 97.5 %, for people to gain from looking at it. */
const MIN_GAIN = 0.02;
const BINS = 5;
const CHUNK = 100;

export interface Trained {
  /** Null where it is not to be shown. */
  model: Logistic | null;
  report: PredictionReport;
}

interface Example {
  queuedAt: number;
  endedAt: number;
  row: number[];
  baseline: number;
  failed: boolean;
}

/**
 * Trains on the older runs and measures on the newer ones: a model that is not better than the result of the run before, or that was measured on too few, is not
 * given. One that is given is trained again on all of them. Yields often, so that it can be done beside other work.
 *
 * @param runs of one tenant, any order
 */
export function* train(runs: readonly PastRun[]): Generator<void, Trained> {
  const examples = yield* examplesOf(runs);
  const splitAt = examples[Math.floor(examples.length * TRAIN_SHARE)]?.queuedAt ?? Infinity;
  // What had not ended at the split was not known then.
  const older = examples.filter(({ queuedAt, endedAt }) => queuedAt < splitAt && endedAt <= splitAt);
  const newer = examples.filter(({ queuedAt }) => queuedAt >= splitAt);
  const testFailed = failuresIn(newer);
  const report: PredictionReport = {
    runs: examples.length,
    trainRuns: older.length,
    testRuns: newer.length,
    testFailed,
    splitAt: Number.isFinite(splitAt) ? new Date(splitAt).toISOString() : null,
    prAuc: null,
    baselinePrAuc: null,
    gainLow: null,
    gainHigh: null,
    brier: null,
    brierOfRate: null,
    bins: [],
    doubt: 'too_few',
  };
  if (examples.length < MIN_RUNS || failuresIn(older) < MIN_TRAIN_FAILED || testFailed < MIN_TEST_FAILED)
    return { model: null, report };
  const measured = yield* measure(older, newer);
  const better = measured.gainLow !== null && measured.gainLow > MIN_GAIN && measured.brier < measured.brierOfRate;
  const model = better ? yield* fitted(examples) : null;
  return { model, report: { ...report, ...measured, doubt: better ? null : 'no_better' } };
}

const failuresIn = (examples: readonly Example[]): number => examples.filter(({ failed }) => failed).length;

const fitted = (examples: readonly Example[]) =>
  fitLogistic(
    examples.map(({ row }) => row),
    examples.map(({ failed }) => failed),
  );

function* measure(older: readonly Example[], newer: readonly Example[]) {
  const model = yield* fitted(older);
  const hit = newer.map(({ failed }) => failed);
  const probabilities = newer.map(({ row }) => probabilityOf(model, row));
  const own = rankBy(probabilities, hit);
  const baseline = rankBy(
    newer.map((example) => example.baseline),
    hit,
  );
  const gain = yield* gainInterval(own, baseline);
  const rate = failuresIn(older) / older.length;
  return {
    prAuc: averagePrecision(own),
    baselinePrAuc: averagePrecision(baseline),
    gainLow: gain?.low ?? null,
    gainHigh: gain?.high ?? null,
    brier: brierOf(probabilities, hit),
    brierOfRate: brierOf(
      newer.map(() => rate),
      hit,
    ),
    bins: binsOf(probabilities, hit),
  };
}

/** Runs that ended one way or the other, each with what was known when it was queued, in the order of their queueing. */
function* examplesOf(runs: readonly PastRun[]): Generator<void, Example[]> {
  const sorted = [...runs].sort((a, b) => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1));
  const before = new Map<string, PastRun[]>();
  const examples: Example[] = [];
  for (const [n, run] of sorted.entries()) {
    if (n % CHUNK === 0) yield;
    const history = before.get(run.pipeline) ?? [];
    before.set(run.pipeline, history);
    const { failed, endedAt, queuedAt } = run;
    if (failed !== null && endedAt !== null)
      examples.push({ queuedAt, endedAt, failed, row: featuresOf(run, history), baseline: baselineOf(run, history) });
    history.push(run);
    // More are not looked at; cutting one by one would move them all each time.
    if (history.length > 2 * LOOK_BACK) history.splice(0, history.length - LOOK_BACK);
  }
  return examples;
}

/** What was predicted and what came, in as many equal parts as there are bins. */
function binsOf(probabilities: readonly number[], hit: readonly boolean[]): PredictionReport['bins'] {
  const sorted = probabilities.map((p, at) => ({ p, hit: hit[at] === true })).sort((a, b) => a.p - b.p);
  return Array.from({ length: BINS }, (_, bin) =>
    sorted.slice((bin * sorted.length) / BINS, ((bin + 1) * sorted.length) / BINS),
  )
    .filter((part) => part.length > 0)
    .map((part) => ({
      predicted: part.reduce((sum, { p }) => sum + p, 0) / part.length,
      observed: part.filter((one) => one.hit).length / part.length,
      runs: part.length,
    }));
}
