import type { Logistic } from './model';

const STEPS = 25;
const ENOUGH = 1e-6;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A feature that is the same everywhere says nothing: divided by one, it stays zero. */
const deviationOf = (values: readonly number[], mean: number): number => {
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance < 1e-12 ? 1 : Math.sqrt(variance);
};

export const standardise = ({ means, deviations }: Pick<Logistic, 'means' | 'deviations'>, row: readonly number[]) =>
  row.map((value, at) => (value - (means[at] ?? 0)) / (deviations[at] ?? 1));

export function probabilityOf(model: Logistic, row: readonly number[]): number {
  const parts = standardise(model, row).map((value, at) => value * (model.weights[at] ?? 0));
  return sigmoid(parts.reduce((sum, part) => sum + part, model.intercept));
}

/**
 * Fits a logistic regression with an L2 penalty on standardised features by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani and
 * Friedman, The Elements of Statistical Learning, section 4.4.1). The penalty keeps weights finite where classes can be told apart exactly. Yields
 * between its steps, so that whoever trains can do something else.
 *
 * @param rows at least one; all of one length
 * @param penalty what a weight of one standard deviation costs, in observations
 */
export function* fitLogistic(
  rows: readonly (readonly number[])[],
  failed: readonly boolean[],
  penalty = 1,
): Generator<void, Logistic> {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? 0));
  const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const deviations = columns.map((values, at) => deviationOf(values, means[at] ?? 0));
  const inputs = rows.map((row) => Float64Array.from([1, ...standardise({ means, deviations }, row)]));
  const weights = new Float64Array(width + 1);
  for (let step = 0; step < STEPS; step++) {
    yield;
    const moved = newtonStep(inputs, failed, weights, penalty);
    if (moved < ENOUGH) break;
  }
  return { means, deviations, intercept: weights[0] ?? 0, weights: [...weights.subarray(1)] };
}

/** One step of Newton's method, in place; returns the largest change of a weight. */
function newtonStep(
  inputs: readonly Float64Array[],
  failed: readonly boolean[],
  weights: Float64Array,
  penalty: number,
): number {
  const size = weights.length;
  const gradient = new Float64Array(size);
  const hessian = Array.from({ length: size }, () => new Float64Array(size));
  inputs.forEach((row, n) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (row[i] ?? 0) * (weights[i] ?? 0);
    const p = sigmoid(sum);
    const error = (failed[n] === true ? 1 : 0) - p;
    const weight = Math.max(p * (1 - p), 1e-9);
    for (let i = 0; i < size; i++) {
      const value = row[i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + error * value;
      const line = hessian[i];
      if (line) for (let j = 0; j <= i; j++) line[j] = (line[j] ?? 0) + weight * value * (row[j] ?? 0);
    }
  });
  for (let i = 0; i < size; i++) {
    // The intercept is not held back; a trace of it keeps the matrix regular.
    const held = i === 0 ? 1e-9 : penalty;
    gradient[i] = (gradient[i] ?? 0) - held * (weights[i] ?? 0);
    const line = hessian[i];
    if (line) line[i] = (line[i] ?? 0) + held;
  }
  const change = solve(hessian, gradient);
  let moved = 0;
  for (let i = 0; i < size; i++) {
    weights[i] = (weights[i] ?? 0) + (change[i] ?? 0);
    moved = Math.max(moved, Math.abs(change[i] ?? 0));
  }
  return moved;
}

/** Solves A x = b by Cholesky's decomposition; of A, positive definite, the lower triangle is read and overwritten. */
function solve(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const size = b.length;
  const at = (i: number, j: number): number => a[i]?.[j] ?? 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      const line = a[i];
      if (line) line[j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j);
    }
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = b[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (x[k] ?? 0);
    x[i] = sum / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < size; k++) sum -= at(k, i) * (x[k] ?? 0);
    x[i] = sum / at(i, i);
  }
  return x;
}
