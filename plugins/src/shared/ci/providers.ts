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
  cdevents: 'CDEvents',
  generic: 'Generic',
  grafana: 'Grafana Alerting',
};

/** Doors that more than one system comes by, as people look for them. */
const doorNames: ReadonlyMap<HookProvider, string> = new Map([
  ['cdevents', 'Tekton and CDEvents'],
  ['generic', 'anything else'],
]);

/** What a door is for. */
export const nameOfDoor = (provider: HookProvider): string => doorNames.get(provider) ?? providerNames[provider];

/** Those that come by a door of more than one system have a name of their own. */
const names: ReadonlyMap<string, string> = new Map([
  ...Object.entries(providerNames),
  ['tekton', 'Tekton'],
  ['flux', 'Flux'],
  ['kubernetes', 'Kubernetes'],
]);

/** What a provider of a run calls itself; its word in ids where it is not known. */
export const nameOfProvider = (provider: string): string => names.get(provider) ?? provider;
