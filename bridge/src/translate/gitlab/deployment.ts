import type { ApprovalDecision, ApprovalFact, CiFact, DeploymentFact, DeploymentState } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, isProduction, Name, OptionalName, OptionalText, OptionalUrl, ShaText } from '../fields';
import { parsePayload } from '../payload';
import { OptionalTimeText, TimeText } from '../time';
import { actorOf, Project, repositoryOf, systemOf, User } from './shared';

const Payload = z.object({
  status: z.string(),
  status_changed_at: TimeText,
  deployment_id: Id,
  deployable_id: Id.nullish().catch(undefined),
  environment: Name.refine((name) => name !== '', 'empty'),
  environment_tier: OptionalName,
  environment_external_url: OptionalUrl,
  ref: OptionalName,
  short_sha: ShaText,
  commit_url: OptionalUrl,
  user: User,
  /** Of those who approve or reject it, in versions that tell. */
  approver: User,
  approval: z.object({ comment: OptionalText, created_at: OptionalTimeText }).nullish().catch(undefined),
  project: Project,
});

const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['created', 'pending'],
  ['blocked', 'queued'],
  ['running', 'in_progress'],
  ['success', 'success'],
  ['failed', 'failure'],
  // Nothing was shipped and nothing broke.
  ['canceled', 'inactive'],
  ['skipped', 'inactive'],
]);

/** Versions that tell of approvals do so in the place of a status: the deployment itself stands as it stood. */
const decisions: ReadonlyMap<string, ApprovalDecision> = new Map([
  ['approved', 'approved'],
  ['rejected', 'rejected'],
]);

/** `Deployment Hook`: how a deployment goes. A status that GitLab may add later counts as pending. */
export function translateDeployment(payload: unknown): CiFact[] {
  const body = parsePayload(Payload, payload, 'GitLab deployment');
  const decision = decisions.get(body.status);
  if (decision !== undefined) return [approvalFact(body, decision)];
  const fact: DeploymentFact = {
    kind: 'deployment',
    repository: repositoryOf(body.project),
    system: systemOf(body.project),
    providerDeploymentId: body.deployment_id,
    environment: body.environment,
    production:
      body.environment_tier === undefined ? isProduction(body.environment) : body.environment_tier === 'production',
    sha: shaOf(body.commit_url) ?? body.short_sha,
    ref: body.ref,
    state: states.get(body.status) ?? 'pending',
    providerJobId: body.deployable_id ?? undefined,
    actor: actorOf(body.user),
    // The time of asking is in no payload: the first report stands for it.
    createdAt: body.status_changed_at,
    updatedAt: body.status_changed_at,
    url: body.environment_external_url,
  };
  return [dropUndefined(fact)];
}

function approvalFact(body: z.output<typeof Payload>, decision: ApprovalDecision): ApprovalFact {
  return dropUndefined<ApprovalFact>({
    kind: 'approval',
    repository: repositoryOf(body.project),
    system: systemOf(body.project),
    environment: body.environment,
    providerDeploymentId: body.deployment_id,
    gate: 'review',
    decision,
    actor: actorOf(body.approver ?? body.user),
    asked: [],
    comment: body.approval?.comment,
    at: body.approval?.created_at ?? body.status_changed_at,
  });
}

/** The payload has only the first digits of the commit; the address of its page has them all. */
const shaOf = (commitUrl: string | undefined): string | undefined =>
  /\/commit\/([0-9a-f]{40,64})$/.exec(commitUrl ?? '')?.[1];
