import type { DeploymentKind, FailureConfidence, ReworkReason, ShipmentConfidence } from '@summit/contracts';

/** Times are milliseconds since the epoch. */

/** A deployment that succeeded. */
export interface Deployed {
  id: string;
  sha: string;
  /** The branch its commit landed on; null where no source said. */
  branch: string | null;
  /** What the source calls it, e.g. `deploy` or `rollback`. */
  task: string | null;
  finishedAt: number;
  /** When its commit came to its branch; null for a commit that is only mentioned. */
  landedAt: number | null;
}

/** A change that was merged, or a commit that was pushed without one. */
export interface Landed {
  /** '#<number>', or the commit. */
  key: string;
  number: number | null;
  /** The commit it landed with. */
  sha: string;
  branch: string | null;
  title: string;
  labels: readonly string[];
  headBranch: string | null;
  landedAt: number;
  openedAt: number | null;
  firstCommitAt: number | null;
}

/** An incident that a deployment is taken to have caused. */
export interface Blame {
  incidentId: string;
  confidence: Exclude<FailureConfidence, 'rollback'>;
  startedAt: number;
  resolvedAt: number | null;
}

export interface Failure {
  confidence: FailureConfidence;
  incidentIds: readonly string[];
  failedAt: number;
  recoveredAt: number | null;
}

/** What is known of an environment before the first deployment that is looked at. */
export interface Past {
  previous: Deployed | null;
  /** When the newest commit of each branch that ever ran there had landed. */
  reachedAt: ReadonlyMap<string | null, number>;
  /** When a commit was first deployed there, of those that are deployed again. */
  firstDeployedAt: ReadonlyMap<string, number>;
  /** Keys of what was brought there already, of what landed with a commit that is deployed now. */
  shipped: ReadonlySet<string>;
  /** Failures of earlier deployments that were open at, or began after, that time. */
  failures: readonly Pick<Failure, 'failedAt' | 'recoveredAt'>[];
}

export interface Shipment {
  landed: Landed;
  confidence: ShipmentConfidence;
}

/** A deployment with all that the metrics need of it. */
export interface Assessed {
  deployment: Deployed;
  previousId: string | null;
  kind: DeploymentKind;
  shipped: readonly Shipment[];
  failure: Failure | null;
  rework: ReworkReason | null;
}
