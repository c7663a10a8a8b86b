import type { CiFact } from '@summit/contracts';
import { z } from 'zod';
import { Id, Name, OptionalName, OptionalSha, OptionalUrl } from '../fields';
import { parsePayload, PayloadError } from '../payload';
import { repositoryAt } from '../repository';
import { jobFact, Runner } from './jobs';
import { OptionalTimeText } from '../time';
import { OptionalSeconds, Project, repositoryOf, systemOf } from './shared';

const Payload = z.object({
  ref: OptionalName,
  sha: OptionalSha,
  build_id: Id,
  build_name: Name,
  build_stage: OptionalName,
  build_status: z.string(),
  build_created_at: OptionalTimeText,
  build_started_at: OptionalTimeText,
  build_finished_at: OptionalTimeText,
  build_queued_duration: OptionalSeconds,
  build_failure_reason: OptionalName,
  build_allow_failure: z.boolean().nullish().catch(undefined),
  pipeline_id: Id.nullish().catch(undefined),
  /** Its id is the pipeline's; where `pipeline_id` is missing it is the only one. */
  commit: z
    .object({ id: Id.nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  project: Project.nullish().catch(undefined),
  /** Servers before 15 send no project. */
  repository: z.object({ homepage: OptionalUrl }).nullish().catch(undefined),
  runner: Runner,
});

/** `Job Hook`: one report of one job. */
export function translateJob(payload: unknown): CiFact[] {
  const body = parsePayload(Payload, payload, 'GitLab job');
  const pipelineId = body.pipeline_id ?? body.commit?.id;
  if (pipelineId === null || pipelineId === undefined)
    throw new PayloadError('GitLab job: pipeline_id: missing, and so is commit.id');
  const createdAt = body.build_created_at ?? body.build_started_at ?? body.build_finished_at;
  if (createdAt === undefined)
    throw new PayloadError('GitLab job: build_created_at: missing, and no other time of the job is there');
  const project = body.project ?? projectOfPage(body.repository?.homepage);
  const fact = jobFact(
    {
      id: body.build_id,
      name: body.build_name,
      stage: body.build_stage,
      status: body.build_status,
      createdAt,
      startedAt: body.build_started_at,
      finishedAt: body.build_finished_at,
      queued: body.build_queued_duration,
      failureReason: body.build_failure_reason,
      mayFail: body.build_allow_failure === true,
      runner: body.runner,
    },
    {
      repository: repositoryOf(project),
      system: systemOf(project),
      providerRunId: pipelineId,
      runName: 'branch pipeline',
      branch: body.ref,
      sha: body.sha,
    },
  );
  return fact ? [fact] : [];
}

/** The project whose page this is. */
function projectOfPage(page: string | undefined): z.output<typeof Project> {
  const path = repositoryAt(page)?.fullName ?? '';
  return parsePayload(
    Project,
    { path_with_namespace: path, web_url: page },
    'GitLab job (project or repository.homepage)',
  );
}
