import { corpusOf, type Truth } from '../../bridge/src/domain/prediction/testing/corpus';
import { randomOf } from '../../bridge/src/domain/prediction/testing/drive';
import { train, type Trained } from '../../bridge/src/domain/prediction/train';

const RUNS = 20_000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** One thread digests and trains: what comes in waits no longer than a piece of the training takes. */
const LONGEST_PIECE_MS = 250;

interface Measured extends Trained {
  ms: number;
  longestMs: number;
}

function measure(truth: Truth, seed: number): Measured {
  const work = train(corpusOf(truth, RUNS, randomOf(seed)));
  let [ms, longestMs] = [0, 0];
  for (;;) {
    const start = performance.now();
    const step = work.next();
    const took = performance.now() - start;
    ms += took;
    longestMs = Math.max(longestMs, took);
    if (step.done === true) return { ...step.value, ms, longestMs };
  }
}

const figure = (value: number | null): string => (value?.toFixed(3) ?? '–').padStart(7);

console.log(`prediction: ${RUNS} runs of known truth, the newest 30 % held out`);
console.log('  truth    seed   PR-AUC  baseline  gain (95 %)         Brier  of rate  shown     took  longest piece');
let wrong = 0;
let longest = 0;
for (const truth of ['history', 'noise'] as const)
  for (const seed of SEEDS) {
    const { report, model, ms, longestMs } = measure(truth, seed);
    const shown = model !== null;
    if (shown !== (truth === 'history')) wrong++;
    longest = Math.max(longest, longestMs);
    console.log(
      `  ${truth.padEnd(8)} ${String(seed).padStart(3)}  ${figure(report.prAuc)}   ${figure(report.baselinePrAuc)}  ${figure(report.gainLow)} to ${figure(report.gainHigh)}  ${figure(report.brier)}  ${figure(report.brierOfRate)}  ${shown ? 'yes' : 'no '}  ${ms.toFixed(0).padStart(5)} ms  ${longestMs.toFixed(0).padStart(5)} ms`,
    );
  }
const passed = wrong === 0 && longest <= LONGEST_PIECE_MS;
console.log(
  `  ${wrong} of ${2 * SEEDS.length} shown or kept back wrongly (goal 0), longest piece ${longest.toFixed(0)} ms (goal ≤${LONGEST_PIECE_MS} ms): ${passed ? 'holds' : 'DOES NOT HOLD'}`,
);
process.exitCode = passed ? 0 : 1;
