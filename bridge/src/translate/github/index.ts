import type { CiFact } from '@summit/contracts';
import type { CiTranslator, Translation } from '../ci';
import { translateCheckRun } from './checkRun';
import { translateDeploymentReview, translateProtectionRule } from './approval';
import { translateDeployment, translateDeploymentStatus } from './deployment';
import { translatePullRequest } from './pullRequest';
import { pushedTag, translatePush } from './push';
import { translateWorkflowJob } from './workflowJob';
import { translateWorkflowRun } from './workflowRun';

/** One file an event of the same name. */
const translators: Readonly<Record<string, (payload: unknown) => CiFact[]>> = {
  workflow_run: translateWorkflowRun,
  workflow_job: translateWorkflowJob,
  push: translatePush,
  pull_request: translatePullRequest,
  deployment: translateDeployment,
  deployment_status: translateDeploymentStatus,
  deployment_review: translateDeploymentReview,
  deployment_protection_rule: translateProtectionRule,
  check_run: translateCheckRun,
};

/**
 * A delivery → facts. `event` is the X-GitHub-Event header. Events that Summit has no use for, and known ones that say nothing, come
 * back as `dropped` with the reason.
 */
function translate(event: string, payload: unknown): Translation {
  if (event === 'ping') return { dropped: 'ping' };
  const translateEvent = Object.hasOwn(translators, event) ? translators[event] : undefined;
  if (!translateEvent) return { dropped: 'unknown event' };
  const facts = translateEvent(payload);
  if (facts.length === 0) return { dropped: `empty ${event}` };
  return event === 'push' ? { facts, tag: pushedTag(payload) } : { facts };
}

export const github: CiTranslator = { events: Object.keys(translators), translate };
