import type { ApprovalDecision, ApprovalFact, CiFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, OptionalName, OptionalText, OptionalUrl } from '../fields';
import { parsePayload } from '../payload';
import { latest } from '../time';
import { Account, actorOf, Attempt, GithubTime, OptionalTime, Repository, repositoryOf, systemOf } from './shared';

/** Events that only the webhooks of a GitHub App carry: who was asked whether a deployment may go on, and what they said. */

const Job = z.object({ environment: OptionalName, updated_at: OptionalTime }).nullish().catch(undefined);

/** A person has a login, a team only a name. */
const Reviewer = z.object({ reviewer: z.object({ login: OptionalName, name: OptionalName }) });

const ReviewPayload = z.object({
  action: z.string(),
  since: GithubTime,
  environment: OptionalName,
  workflow_run: z
    .object({ id: Id, run_attempt: Attempt, html_url: OptionalUrl, updated_at: OptionalTime })
    .nullish()
    .catch(undefined),
  workflow_job_run: Job,
  workflow_job_runs: z.array(Job).nullish().catch(undefined),
  reviewers: z.array(Reviewer).nullish().catch(undefined),
  requestor: Account,
  approver: Account,
  comment: OptionalText,
  sender: Account,
  repository: Repository,
});

const decisions: ReadonlyMap<string, ApprovalDecision> = new Map([
  ['requested', 'requested'],
  ['approved', 'approved'],
  ['rejected', 'rejected'],
]);

/** `deployment_review`: one fact for each environment. Of a decision no field says when it was made; nothing in the payload is younger than it. */
export function translateDeploymentReview(payload: unknown): CiFact[] {
  const body = parsePayload(ReviewPayload, payload, 'GitHub deployment_review');
  const { workflow_run: run, repository } = body;
  const decision = decisions.get(body.action);
  if (decision === undefined || !run) return [];
  const jobs = [body.workflow_job_run, ...(body.workflow_job_runs ?? [])];
  const environments = new Set([body.environment, ...jobs.map((job) => job?.environment)]);
  const at =
    decision === 'requested'
      ? body.since
      : (latest([body.since, run.updated_at, ...jobs.map((job) => job?.updated_at)]) ?? body.since);
  return [...environments].flatMap((environment): ApprovalFact[] =>
    environment === undefined
      ? []
      : [
          dropUndefined<ApprovalFact>({
            kind: 'approval',
            repository: repositoryOf(repository),
            system: systemOf(repository),
            environment,
            providerRunId: `${run.id}-${run.run_attempt ?? 1}`,
            gate: 'review',
            decision,
            actor: actorOf(decision === 'requested' ? body.requestor : (body.approver ?? body.sender)),
            asked: askedOf(body.reviewers),
            comment: body.comment,
            at,
            url: run.html_url,
          }),
        ],
  );
}

const askedOf = (reviewers: z.output<typeof ReviewPayload>['reviewers']): string[] => [
  ...new Set((reviewers ?? []).flatMap(({ reviewer }) => reviewer.login ?? reviewer.name ?? [])),
];

const RulePayload = z.object({
  environment: OptionalName,
  deployment: z
    .object({ id: Id, environment: OptionalName, created_at: GithubTime, updated_at: OptionalTime })
    .nullish()
    .catch(undefined),
  repository: Repository,
});

/** `deployment_protection_rule`: a program was asked. What it answered is in no event, nor which program it is. */
export function translateProtectionRule(payload: unknown): CiFact[] {
  const body = parsePayload(RulePayload, payload, 'GitHub deployment_protection_rule');
  const { deployment, repository } = body;
  const environment = body.environment ?? deployment?.environment;
  if (!deployment || environment === undefined) return [];
  const fact: ApprovalFact = {
    kind: 'approval',
    repository: repositoryOf(repository),
    system: systemOf(repository),
    environment,
    providerDeploymentId: deployment.id,
    gate: 'rule',
    decision: 'requested',
    asked: [],
    at: deployment.updated_at ?? deployment.created_at,
  };
  return [dropUndefined(fact)];
}
