import type { CiSystem, DeploymentFact, JobFact, RepositoryRef } from '@summit/contracts';
import type { CiScope } from '../traceIds';
import { remembering } from '../remembering';
import type { RunOrJobFact, RunState } from './model';

/** Servers that are the provider's own: there is one of each, so its name says nothing that the provider's does not. */
const OWN_HOSTS: ReadonlyMap<string, string> = new Map([
  ['github', 'github.com'],
  ['gitlab', 'gitlab.com'],
  ['circleci', 'app.circleci.com'],
  ['buildkite', 'buildkite.com'],
  ['travis', 'app.travis-ci.com'],
]);

interface Reported {
  repository: RepositoryRef;
  system?: CiSystem | undefined;
}

/** Systems that keep the code themselves. Of the others only the end of a run may say which repository it was. */
const WITH_CODE: ReadonlySet<string> = new Set(['github', 'gitlab']);

/** Where ids of a system are unique: its server and, where it keeps the code, the repository. */
const scopeAt = (provider: string, host: string, repository: string): CiScope => ({
  provider,
  host,
  repository: WITH_CODE.has(provider) ? repository : '',
});

/** Whose numbers those of a fact are, as trace and span ids want it. */
export function scopeOf({ repository, system }: Reported): CiScope {
  const { provider, host } = system ?? { provider: repository.provider, host: hostOf(repository.url) };
  return scopeAt(provider, host === '' ? (OWN_HOSTS.get(provider) ?? '') : host, repository.fullName);
}

/** Whose numbers those of a stored run are. */
export const scopeOfRun = ({ system, host, repository }: Pick<RunState, 'system' | 'host' | 'repository'>): CiScope =>
  scopeAt(system, host, repository);

/** `<system>`, or `<system>-<host>` for servers of one's own: ids are unique behind it. */
export function sourceOf(fact: Reported): string {
  const { provider, host } = scopeOf(fact);
  return host === '' || host === OWN_HOSTS.get(provider) ? provider : `${provider}-${host}`;
}

/** `<source>-<provider run id>-<attempt>`. */
export const runIdOfFact = (fact: Reported & Pick<RunOrJobFact, 'providerRunId' | 'attempt'>): string =>
  `${sourceOf(fact)}-${fact.providerRunId}-${fact.attempt}`;

/** `<source>-<provider job id>`. */
export const jobIdOfFact = (fact: Reported & Pick<JobFact, 'providerJobId'>): string =>
  `${sourceOf(fact)}-${fact.providerJobId}`;

/** `<source>-<provider deployment id>`. */
export const deploymentIdOfFact = (fact: Reported & Pick<DeploymentFact, 'providerDeploymentId'>): string =>
  `${sourceOf(fact)}-${fact.providerDeploymentId}`;

const hostOf = remembering((url) => (URL.canParse(url) ? new URL(url).host : ''));
