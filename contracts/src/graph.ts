import { z } from 'zod';
import { CreatedHook, DsnKey, Token } from './admin';
import { DoraChange, DoraDeployment } from './dora';
import { Actor, ApprovalDecision, ApprovalGate } from './facts';
import { Alert } from './incidents';
import { pageOf, Sha, Time } from './primitives';
import { ChangeRef, Deployment, EntityLink } from './runs';

/** What the graph knows around an entity: what came before it on the road from commit to incident, and what came of it. */
const walk = { ledHere: z.array(EntityLink), followed: z.array(EntityLink) };

export const CommitDetail = z.object({
  sha: Sha,
  repository: z.string(),
  message: z.string().nullable(),
  author: Actor.nullable(),
  committedAt: Time.nullable(),
  branch: z.string().nullable(),
  url: z.string().nullable(),
  ...walk,
});
export type CommitDetail = z.infer<typeof CommitDetail>;

export const ChangeDetail = ChangeRef.extend({
  repository: z.string(),
  author: Actor.nullable(),
  headBranch: z.string().nullable(),
  baseBranch: z.string().nullable(),
  createdAt: Time.nullable(),
  mergedAt: Time.nullable(),
  closedAt: Time.nullable(),
  labels: z.array(z.string()),
  ...walk,
});
export type ChangeDetail = z.infer<typeof ChangeDetail>;

/** Somebody was asked whether a deployment may go on, or decided it. */
export const Approval = z.object({
  gate: ApprovalGate,
  decision: ApprovalDecision,
  /** Who asked, or who decided. */
  actor: Actor.nullable(),
  /** People and teams of whom one was asked. */
  asked: z.array(z.string()),
  comment: z.string().nullable(),
  at: Time,
  url: z.string().nullable(),
});
export type Approval = z.infer<typeof Approval>;

export const DeploymentDetail = Deployment.extend({
  ...walk,
  /** Who was asked and who decided, in time: the first 100. */
  approvals: z.array(Approval),
  /** From the first request to the last approval, milliseconds; null where it did not wait for people, or nobody decided yet. */
  approvalWaitMs: z.number().nullable(),
  /** As DORA's metrics count it; null while it has not succeeded, and for the moment before that is worked out. */
  delivery: DoraDeployment.nullable(),
  /** What it was the first to bring there, last landed first: the first 100. */
  shipped: z.array(DoraChange),
});
export type DeploymentDetail = z.infer<typeof DeploymentDetail>;

export const ReleaseDetail = z.object({
  project: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  version: z.string(),
  commit: z.string().nullable(),
  firstSeen: Time,
  lastSeen: Time,
  /** Issues whose first event was of this release, and all issues with an event of it. */
  newIssues: z.number().int(),
  issues: z.number().int(),
  ...walk,
});
export type ReleaseDetail = z.infer<typeof ReleaseDetail>;

export const AlertPage = pageOf(Alert);
export const TokenPage = pageOf(Token);
export const DsnKeyList = z.object({ items: z.array(DsnKey) });
export const HookPage = pageOf(CreatedHook.omit({ secret: true }));

/** Values that a filter or a variable can take, most used or alphabetical. */
export const Values = z.object({ items: z.array(z.string()) });
export type Values = z.infer<typeof Values>;

/** A Grafana organisation that speaks for this tenant. */
export const GrafanaOrg = z.object({ issuer: z.string(), orgId: z.number().int() });
export const NewGrafanaOrg = z.object({ orgId: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
