import type { CommitFact, RepositoryRef, RunFact } from '@summit/contracts';
import { MAX_NAME, personOf } from '../fields';
import { safeLink } from '../http';
import { repositoryAt } from '../repository';
import { cut } from '../text';
import type { Metadata, Values } from './object';

/**
 * What code a run is of. Tekton itself does not know: Pipelines-as-Code says it in annotations (labels hold the same, bent into what labels may be),
 * others in parameters and results, under whatever names they like; the usual ones are known here.
 */
export interface Code {
  repository?: RepositoryRef | undefined;
  sha?: string | undefined;
  branch?: string | undefined;
  changeNumber?: number | undefined;
  title?: string | undefined;
  event?: string | undefined;
  actor?: RunFact['actor'] | undefined;
  commitUrl?: string | undefined;
  logUrl?: string | undefined;
}

const SHA = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/;

/** Names of parameters without case, dashes and underscores, the better ones first. */
const repositoryNames = [
  'repourl',
  'giturl',
  'gitrepourl',
  'gitrepositoryurl',
  'repositoryurl',
  'gitrepository',
  'gitrepo',
  'repository',
  'repo',
  'sourceurl',
  'chainsgiturl',
  'url',
];
const commitNames = [
  'sha',
  'gitsha',
  'commitsha',
  'gitcommit',
  'commit',
  'commitid',
  'chainsgitcommit',
  'gitrevision',
  'revision',
  'gitref',
  'ref',
];
const branchNames = ['branch', 'gitbranch', 'branchname', 'sourcebranch', 'gitrevision', 'revision', 'gitref', 'ref'];
const changeNames = ['pullrequestnumber', 'prnumber', 'pullrequest', 'mergerequestiid'];

export function codeOf(metadata: Metadata, values: Values): Code {
  const said = (key: string): string | undefined =>
    metadata.annotations.get(`pipelinesascode.tekton.dev/${key}`) ??
    metadata.labels.get(`pipelinesascode.tekton.dev/${key}`);
  const find = firstOf(values);
  const sha = [said('sha'), find(commitNames, (value) => SHA.test(value))].find((text) => SHA.test(text ?? ''));
  return {
    repository: repositoryAt(said('repo-url')) ?? repositoryAt(find(repositoryNames, isRepository)),
    sha,
    branch: branchOf(said('source-branch') ?? said('branch') ?? find(branchNames, isBranch)),
    changeNumber: numberOf(said('pull-request') ?? find(changeNames, (value) => numberOf(value) !== undefined)),
    title: short(said('sha-title')),
    event: short(said('event-type')),
    actor: personOf(short(said('sender'))),
    commitUrl: safeLink(said('sha-url') ?? ''),
    logUrl: safeLink(said('log-url') ?? ''),
  };
}

/** The commit as far as a run tells it; of code that is not known nothing is. */
export function commitOf({ repository, sha, title, commitUrl, changeNumber, branch }: Code): CommitFact[] {
  if (!repository || sha === undefined) return [];
  const fact: CommitFact = { kind: 'commit', repository, sha };
  if (title !== undefined) fact.message = title;
  if (commitUrl !== undefined) fact.url = commitUrl;
  // A change's commit may never come to the branch under that name.
  if (changeNumber === undefined && branch !== undefined) fact.branch = branch;
  return [fact];
}

function firstOf(values: Values) {
  const byName = values.map(({ name, value }) => ({ name: name.toLowerCase().replace(/[-_]/g, ''), value }));
  return (names: readonly string[], fits: (value: string) => boolean): string | undefined =>
    names
      .map((wanted) => byName.find(({ name, value }) => name === wanted && fits(value))?.value)
      .find((value) => value !== undefined);
}

const isRepository = (value: string): boolean => repositoryAt(value) !== undefined;
const isBranch = (value: string): boolean => !SHA.test(value) && value !== 'HEAD' && !/\s/.test(value);
const branchOf = (ref: string | undefined): string | undefined => short(ref?.replace(/^refs\/(heads|tags)\//, ''));
const numberOf = (text: string | undefined): number | undefined =>
  /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : undefined;
const short = (text: string | undefined): string | undefined => (text === undefined ? undefined : cut(text, MAX_NAME));
