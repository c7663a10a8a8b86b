import type { CiScope } from '../../../bridge/src/domain/traceIds';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a CI system tells a job about itself. */
export interface CiJob {
  /** For people: `GitHub Actions`. */
  system: string;
  provider: string;
  /** Host and port of the system's pages; '' where it does not say. */
  host: string;
  /** `owner/name`, for systems that keep the code; '' for the others. */
  repository: string;
  /** The run's number in its system; undefined where the system does not say it. */
  runId: string | undefined;
  attempt: number;
  /** The job's own number; undefined where a job is not told. */
  jobId: string | undefined;
  /** What people call the job. */
  jobName: string | undefined;
}

/** One system: undefined outside of it. */
export type ReadCi = (env: Environment) => CiJob | undefined;

export const scopeOf = ({ provider, host, repository }: CiJob): CiScope => ({ provider, host, repository });

/** The host of a page, with its port; undefined for no address. */
export const hostOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;

/** The first that says something. */
export const told = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text.trim() !== '');
