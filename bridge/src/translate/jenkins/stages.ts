import type { JobFact, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name, OptionalText, OptionalUrl } from '../fields';
import { parsePayload, PayloadError } from '../payload';
import { repositoryAt, systemAt } from '../repository';
import { isTimeMs } from '../time';
import { jobIdOf, nowhere, pathOfAddress, resultOf, runIdOf } from './build';

/** The stages of a build, as `wfapi/describe` of the plugin Pipeline: REST API lists them, with the build that they are of. */

const Ms = z.number().nonnegative().max(315_576_000_000).nullish().catch(undefined);

const Payload = z.object({
  build: z.object({
    number: z.number().int().min(1),
    url: z.string().max(2000),
    full_url: OptionalUrl,
    name: OptionalText,
    remote: OptionalText,
    timestamp: z.number().refine(isTimeMs, 'not a time'),
  }),
  stages: z
    .array(
      z.object({
        /** The node of the pipeline's graph where it begins. */
        id: z.string().regex(/^\d{1,12}$/),
        name: Name,
        status: z.string().max(100),
        startTimeMillis: z.number().refine(isTimeMs, 'not a time').nullish().catch(undefined),
        /** From its start to its end, pauses and all. */
        durationMillis: Ms,
        /** How long it waited for an agent, or for somebody's input. */
        pauseDurationMillis: Ms,
      }),
    )
    .max(5000),
});
type Payload = z.output<typeof Payload>;
type Stage = Payload['stages'][number];

const RUNNING: ReadonlySet<string> = new Set(['IN_PROGRESS', 'PAUSED_PENDING_INPUT', 'QUEUED']);

export function stageFacts(payload: unknown): JobFact[] {
  const { build, stages } = parsePayload(Payload, payload, 'Jenkins stages');
  const path = pathOfAddress(build.url);
  if (path.length === 0) throw new PayloadError('Jenkins stages: build.url: not the path of a job');
  const repository = repositoryAt(build.remote) ?? nowhere(path);
  const providerRunId = runIdOf(path, build.number);
  return stages.map((stage) =>
    dropUndefined<JobFact>({
      kind: 'job',
      repository,
      system: systemAt('jenkins', build.full_url),
      providerRunId,
      attempt: 1,
      providerJobId: jobIdOf(providerRunId, stage.id),
      name: stage.name,
      runName: build.name,
      ...stateOf(stage),
      ...timesOf(stage, build.timestamp),
      steps: [],
      url: build.full_url === undefined ? '' : `${build.full_url}execution/node/${stage.id}/`,
    }),
  );
}

function stateOf({ status }: Stage): { status: RunStatus; result: RunResult | null; providerResult?: string } {
  return RUNNING.has(status)
    ? { status: 'running', result: null }
    : { status: 'completed', result: resultOf(status), providerResult: status };
}

type Times = Pick<JobFact, 'queuedAt' | 'startedAt' | 'finishedAt' | 'waitedMs'>;

/** Its pauses are put before its work: where in it they were is not told. A stage that never began has no time of its own. */
function timesOf({ status, startTimeMillis, durationMillis, pauseDurationMillis }: Stage, began: number): Times {
  const start = startTimeMillis ? startTimeMillis : began;
  if (status === 'NOT_EXECUTED') return { queuedAt: iso(start), finishedAt: iso(start) };
  const end = start + (durationMillis ?? 0);
  const waited = Math.min(pauseDurationMillis ?? 0, end - start);
  return {
    queuedAt: iso(start),
    startedAt: iso(start + waited),
    ...(!RUNNING.has(status) && { finishedAt: iso(end) }),
    ...(waited > 0 && { waitedMs: waited }),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
