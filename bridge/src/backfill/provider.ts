import type { BackfillProvider, CiProvider, GraphUpload } from '@summit/contracts';
import type { z } from 'zod';

/** Why something is asked for: to import all since a day, or to mend what of the last hours is missing. */
export type Round = 'import' | 'repair';

/** What the requests of one repository have in common. */
export interface Scope {
  /** As it was asked for. */
  name: string;
  round: Round;
  /** Nothing older is wanted. */
  since: Date;
  now: Date;
  /** What the provider said of the repository itself, as `learned` gave it; null before that. */
  project: unknown;
}

/** One answer to be asked for, in the provider's own words; kept as JSON. */
export interface Task {
  kind: string;
}

/** What a webhook would have brought. */
export interface Delivery {
  event: string;
  payload: unknown;
}

export interface Counts {
  runs: number;
  jobs: number;
  changes: number;
  deployments: number;
  commits: number;
}

/** A task that is about one run; a repair leaves it out where the bridge has all of that run. */
export interface NextTask<T extends Task> {
  task: T;
  /** What the list says of the run. */
  run?: Delivery;
}

/** What is asked to know which job of a run needs which: below the root of the API, or of its own; with a body by POST. */
export interface GraphQuestion {
  url: string;
  body?: string;
}

/** A run whose graph can be asked for, in the provider's own words; kept as JSON. */
export interface GraphWanted {
  run: Delivery;
  /** A run that was tried again has one file for all its attempts. */
  attempts: number;
  about: Readonly<Record<string, string>>;
}

/** What one answer comes to. */
export interface Reading<T extends Task> {
  deliveries: readonly Delivery[];
  /** In the order in which they are to be done, before all that waits already. */
  next: readonly NextTask<T>[];
  counts: Partial<Counts>;
  /** The repository as the provider knows it: its name, where its runs are (null leaves either as it is), and what to remember of it. */
  learned?: { fullName: string | null; host: string | null; project: unknown };
  /** Runs that were listed, whether the bridge has them or not. */
  graphs?: readonly GraphWanted[];
  /** Runs beyond those listed so far. */
  unlisted?: number | null;
}

/** A job that ended, or a run where its log is the run's as a whole, in the provider's own ids. */
export interface LogSubject {
  kind: 'run' | 'job';
  providerRunId: string;
  /** '' of a run. */
  providerJobId: string;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A provider's API: pure, so that recorded answers are its tests. */
export interface BackfillApi<T extends Task = Task> {
  provider: BackfillProvider & CiProvider;
  Task: z.ZodType<T>;
  /** Root of the API, of the server that people know as `url`. */
  rootOf(url: string): string;
  headersFor(token: string): Record<string, string>;
  /** What is wrong with the name of a repository; null where nothing is. */
  problemOfName(name: string): string | null;
  /** The first task of a round: about the repository itself. */
  first(): T;
  /** Asks for one run that the bridge knows and whose end it never heard of. */
  ofRun(providerRunId: string, scope: Scope): T | null;
  /** Path and query below the root. */
  pathOf(task: T, scope: Scope): string;
  /** Throws PayloadError where the answer is not what the provider documents. */
  read(task: T, answer: HttpAnswer, scope: Scope): Reading<T>;
  /** What a refusal comes to that is the provider's way to say that there is nothing, or that the rest can do without; null for all others. */
  without(task: T, status: number): Reading<T> | null;
  /** What a token needs for this, in the provider's words. */
  needs(task: T): string;
  /**
   * What is to be asked next to know the graph, or the graph; null where there is none. `answerTo` gives what was answered before: null for what is not
   * there, undefined for what was not asked. Absent where the provider tells of no graphs.
   */
  graph?: (
    about: Readonly<Record<string, string>>,
    answerTo: (question: GraphQuestion) => unknown,
    at: { root: string; scope: Scope },
  ) => { ask: GraphQuestion } | { graph: GraphUpload | null };
  logs: {
    /** Whose logs the provider keeps. */
    of: LogSubject['kind'];
    /** Path of a log below the root; null where it has none. */
    pathOf(subject: LogSubject, scope: Scope): string | null;
    /** Whether it hands logs out by an address of another server, which says by itself who may read. */
    elsewhere: boolean;
    /** What is asked for instead of JSON. */
    accept: string;
    needs: string;
  };
}

export const nothing: Pick<Reading<never>, 'deliveries' | 'next' | 'counts'> = { deliveries: [], next: [], counts: {} };
