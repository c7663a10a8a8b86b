import type { CheckFact, CiFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, Name, OptionalText, OptionalUrl, ShaText } from '../fields';
import { parsePayload } from '../payload';
import { OptionalTime, Repository, repositoryOf, resultOf, statusOf } from './shared';

const Payload = z.object({
  check_run: z.object({
    id: Id,
    name: Name,
    head_sha: ShaText,
    status: z.string(),
    conclusion: OptionalText,
    started_at: OptionalTime,
    completed_at: OptionalTime,
    html_url: OptionalUrl,
    app: z.object({ slug: OptionalText, name: OptionalText }).nullish().catch(undefined),
  }),
  repository: Repository,
});

/** `check_run`: a verdict of any app on a commit. Jobs of GitHub Actions appear here too, under the job's id. */
export function translateCheckRun(payload: unknown): CiFact[] {
  const { check_run: check, repository } = parsePayload(Payload, payload, 'GitHub check_run');
  const status = statusOf(check.status, check.conclusion);
  const fact: CheckFact = {
    kind: 'check',
    repository: repositoryOf(repository),
    providerCheckId: check.id,
    name: check.name,
    sha: check.head_sha,
    app: check.app?.slug ?? check.app?.name,
    status,
    // An app that wants action blocks the merge as a failed one does; a run that wants approval has not run.
    result: check.conclusion === 'action_required' ? 'failed' : resultOf(status, check.conclusion),
    startedAt: check.started_at,
    finishedAt: status === 'completed' ? check.completed_at : undefined,
    url: check.html_url,
  };
  return [dropUndefined(fact)];
}
