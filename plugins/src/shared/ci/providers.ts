import type { HookProvider } from '@summit/contracts';

/** The systems that have a door, as they call themselves. */
export const providerNames: Readonly<Record<HookProvider, string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  jenkins: 'Jenkins',
  circleci: 'CircleCI',
  buildkite: 'Buildkite',
  azure: 'Azure DevOps',
  travis: 'Travis CI',
  grafana: 'Grafana Alerting',
};

const names: ReadonlyMap<string, string> = new Map(Object.entries(providerNames));

/** What a provider of a run calls itself; its word in ids where it is not known. */
export const nameOfProvider = (provider: string): string => names.get(provider) ?? provider;
