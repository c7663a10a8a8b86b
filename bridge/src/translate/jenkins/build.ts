import type { RepositoryRef, RunResult } from '@summit/contracts';
import { decoded } from '../http';

/** How a build is called, whoever tells of it: so that all roads from Jenkins lead to one run. */

/** In the words of builds, stages and steps. */
const results: ReadonlyMap<string, RunResult> = new Map([
  ['SUCCESS', 'success'],
  ['FAILURE', 'failed'],
  ['FAILED', 'failed'],
  // Tests failed; the build itself did not.
  ['UNSTABLE', 'failed'],
  ['ABORTED', 'cancelled'],
  ['NOT_BUILT', 'skipped'],
  ['NOT_EXECUTED', 'skipped'],
]);

/** Of a build, a stage or a step. */
export const resultOf = (word: string | null | undefined): RunResult => results.get(word ?? '') ?? 'unknown';

/** Jenkins allows no colon in the name of a job; a slash would be one more part of an address. */
export const runIdOf = (path: readonly string[], number: number): string =>
  [...path.map((name) => name.replaceAll('/', '~')), number].join(':');

/** By the node of the pipeline's graph where it begins; 0, which is none, for what is in no stage. */
export const jobIdOf = (providerRunId: string, node: string): string => `${providerRunId}:${node}`;

/** The folders and the job, by the address: `job/shop/job/feature%252Feuro/12/` → shop, feature/euro. */
export const pathOfAddress = (url: string): string[] =>
  [...url.matchAll(/(?:^|\/)job\/([^/]+)/g)].map(([, name = '']) => decoded(decoded(name)));

/** The same by its full name, in which the name of a branch is escaped once: `shop/feature%2Feuro`. */
export const pathOfName = (fullName: string): string[] =>
  fullName
    .split('/')
    .filter((name) => name !== '')
    .map(decoded);

/** Git's name of it, without the remote that Jenkins puts before it. */
export const branchOf = (branch: string | undefined): string | undefined =>
  branch?.replace(/^(refs\/(heads|remotes)\/)?(origin\/|\*\/)?/, '') || undefined;

/** In a multibranch pipeline each branch is a job: the pipeline is what holds them. */
export function nameOf(path: readonly string[], branch: string | undefined): string {
  const names = path.length > 1 && path.at(-1) === branch ? path.slice(0, -1) : path;
  return names.join(' » ');
}

/** Stands for the repository where none is told. */
export const nowhere = (path: readonly string[]): RepositoryRef => ({
  provider: 'jenkins',
  fullName: `jenkins/${path.join('/')}`,
  url: '',
});
