/** A run as far as predictions go. Times are milliseconds since the epoch. */
export interface PastRun {
  id: string;
  /** Runs are compared within one pipeline. */
  pipeline: string;
  branch: string | null;
  isDefaultBranch: boolean;
  author: string | null;
  event: string | null;
  attempt: number;
  queuedAt: number;
  /** Null while it is under way. */
  endedAt: number | null;
  /** Whether it failed; null where it neither succeeded nor failed (yet). */
  failed: boolean | null;
  /** Files that its commit changed; null where nobody said. */
  files: number | null;
}

/** A logistic regression over standardised features. */
export interface Logistic {
  means: readonly number[];
  deviations: readonly number[];
  weights: readonly number[];
  intercept: number;
}
