import type { JobFact, RepositoryRef } from '@summit/contracts';
import type { CiScope } from '../traceIds';
import type { RunOrJobFact } from './model';

/** Servers that are the provider's own: there is one of each, so its name says nothing that the provider's does not. */
const OWN_HOSTS: ReadonlyMap<string, string> = new Map([
  ['github', 'github.com'],
  ['gitlab', 'gitlab.com'],
]);

/** Where the repository lives, as trace and span ids want it. A repository without an address is taken to be on the provider's own server. */
export function scopeOf({ provider, fullName, url }: RepositoryRef): CiScope {
  return { provider, host: hostOf(url) ?? OWN_HOSTS.get(provider) ?? '', repository: fullName };
}

/** `<provider>`, or `<provider>-<host>` for servers of one's own: ids are unique behind it. */
export function sourceOf(repository: RepositoryRef): string {
  const { provider, host } = scopeOf(repository);
  return host === '' || host === OWN_HOSTS.get(provider) ? provider : `${provider}-${host}`;
}

/** `<source>-<provider run id>-<attempt>`. */
export const runIdOfFact = ({
  repository,
  providerRunId,
  attempt,
}: Pick<RunOrJobFact, 'repository' | 'providerRunId' | 'attempt'>): string =>
  `${sourceOf(repository)}-${providerRunId}-${attempt}`;

/** `<source>-<provider job id>`. */
export const jobIdOfFact = ({ repository, providerJobId }: Pick<JobFact, 'repository' | 'providerJobId'>): string =>
  `${sourceOf(repository)}-${providerJobId}`;

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host || undefined : undefined;
}
