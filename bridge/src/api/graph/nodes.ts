import type { EntityLink } from '@summit/contracts';

/** Entities on the road from commit to incident, with the keys that join them. `link` is absent on the entity a walk starts from. */
export interface CommitNode {
  kind: 'commit';
  id: string;
  sha: string;
  repository: string;
  link?: EntityLink;
}
export interface ChangeNode {
  kind: 'change';
  id: string;
  repository: string;
  number: string;
  headSha: string | null;
  mergeSha: string | null;
  link?: EntityLink;
}
export interface RunNode {
  kind: 'run';
  id: string;
  repository: string;
  sha: string | null;
  changeNumber: string | null;
  traceId: string;
  link?: EntityLink;
}
export interface DeploymentNode {
  kind: 'deployment';
  id: string;
  repository: string;
  sha: string;
  runId: string | null;
  link?: EntityLink;
}
export interface ReleaseNode {
  kind: 'release';
  /** `<project slug>/<version>`. */
  id: string;
  projectId: string;
  version: string;
  sha: string | null;
  link?: EntityLink;
}
export interface IssueNode {
  kind: 'issue';
  id: string;
  projectId: string;
  firstRelease: string | null;
  link?: EntityLink;
}
export interface IncidentNode {
  kind: 'incident';
  id: string;
  link?: EntityLink;
}

export type Node = CommitNode | ChangeNode | RunNode | DeploymentNode | ReleaseNode | IssueNode | IncidentNode;

/** What a walk has met so far, by kind. */
export interface Met {
  commit: CommitNode[];
  change: ChangeNode[];
  run: RunNode[];
  deployment: DeploymentNode[];
  release: ReleaseNode[];
  issue: IssueNode[];
  incident: IncidentNode[];
}

export const nothingMet = (): Met => ({
  commit: [],
  change: [],
  run: [],
  deployment: [],
  release: [],
  issue: [],
  incident: [],
});

/** Entities of one kind that a walk takes up: a hub (a commit with a thousand runs) must not make a page slow. */
export const PER_KIND = 12;

export const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];
