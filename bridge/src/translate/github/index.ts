import type { CiFact } from '@summit/contracts';
import { translateCheckRun } from './checkRun';
import { translateDeployment, translateDeploymentStatus } from './deployment';
import { translatePullRequest } from './pullRequest';
import { translatePush } from './push';
import { translateWorkflowJob } from './workflowJob';
import { translateWorkflowRun } from './workflowRun';

export { pushedTag } from './push';

/** One file an event of the same name. */
const translators: Readonly<Record<string, (payload: unknown) => CiFact[]>> = {
  workflow_run: translateWorkflowRun,
  workflow_job: translateWorkflowJob,
  push: translatePush,
  pull_request: translatePullRequest,
  deployment: translateDeployment,
  deployment_status: translateDeploymentStatus,
  check_run: translateCheckRun,
};

/** The events to tick when the webhook is made. */
export const githubEvents: readonly string[] = Object.keys(translators);

export type Translation = { facts: readonly CiFact[] } | { dropped: string };

/**
 * A delivery → facts. `event` is the X-GitHub-Event header. Events that Summit has no use for, and known ones that say nothing, come
 * back as `dropped` with the reason. Throws PayloadError where a known event lacks what it documents.
 */
export function translateGithub(event: string, payload: unknown): Translation {
  if (event === 'ping') return { dropped: 'ping' };
  const translate = Object.hasOwn(translators, event) ? translators[event] : undefined;
  if (!translate) return { dropped: 'unknown event' };
  const facts = translate(payload);
  return facts.length > 0 ? { facts } : { dropped: `empty ${event}` };
}
