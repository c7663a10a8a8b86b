import type { CiFact, RepositoryRef, RunFact, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import type { CiTranslator, Translation } from '../ci';
import { dropUndefined, OptionalName, OptionalSha, OptionalText, OptionalUrl, touchedFiles } from '../fields';
import { parsePayload, PayloadError } from '../payload';
import { repositoryAt, systemAt } from '../repository';
import { isTimeMs } from '../time';
import { Artifacts, artifactsOf } from './artifacts';
import { stageFacts } from './stages';
import { branchOf, nameOf, nowhere, pathOfAddress, resultOf, runIdOf } from './build';

/** The JSON of Jenkins' Notification plugin: one build in one of its phases. */

/** Milliseconds since 1970, or, from older versions, a text. */
const Timestamp = z.union([z.number(), z.string()]).transform((value, context) => {
  const ms = typeof value === 'number' ? value : Date.parse(value);
  if (isTimeMs(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

const Phase = z.enum(['QUEUED', 'STARTED', 'COMPLETED', 'FINALIZED', 'NONE']);

const Payload = z.object({
  build: z.object({
    number: z.number().int().min(1),
    full_url: OptionalUrl,
    /** `job/folder/job/name/12/` */
    url: z.string().max(2000),
    phase: Phase,
    status: OptionalText,
    timestamp: Timestamp,
    duration: z.number().nonnegative().nullish().catch(undefined),
    scm: z
      .object({
        url: OptionalText,
        branch: OptionalName,
        commit: OptionalSha,
        changes: z.array(z.string()).nullish().catch(undefined),
      })
      .nullish()
      .catch(undefined),
    artifacts: Artifacts,
  }),
});
type Build = z.output<typeof Payload>['build'];

const statuses: Readonly<Record<z.output<typeof Phase>, RunStatus>> = {
  QUEUED: 'queued',
  STARTED: 'running',
  // Asked for by a step of the pipeline itself.
  NONE: 'running',
  COMPLETED: 'completed',
  FINALIZED: 'completed',
};

function translate(payload: unknown): CiFact[] {
  const { build } = parsePayload(Payload, payload, 'Jenkins notification');
  const path = pathOf(build.url);
  // Sent when the build starts, with the time at which its wait began, or with none.
  if (build.phase === 'QUEUED' && build.timestamp === 0) return [];
  const { scm } = build;
  const repository = repositoryAt(scm?.url) ?? nowhere(path);
  const run = runFact(build, path, repository);
  const sha = scm?.commit;
  const artifacts = artifactsOf(build.artifacts, run);
  if (sha === undefined) return [run, ...artifacts];
  const files = touchedFiles(scm?.changes);
  const branch = run.branch;
  return [
    run,
    ...artifacts,
    dropUndefined<CiFact>({ kind: 'commit', repository, sha, branch, files: files.length > 0 ? files : undefined }),
  ];
}

function runFact(build: Build, path: readonly string[], repository: RepositoryRef): RunFact {
  const { scm } = build;
  const status = statuses[build.phase];
  const at = iso(build.timestamp);
  const branch = branchOf(scm?.branch);
  return dropUndefined<RunFact>({
    kind: 'run',
    repository,
    system: systemAt('jenkins', build.full_url),
    providerRunId: runIdOf(path, build.number),
    attempt: 1,
    number: build.number,
    name: nameOf(path, branch),
    status,
    result: status === 'completed' ? resultOf(build.status) : null,
    providerResult: status === 'completed' ? build.status : undefined,
    branch,
    sha: scm?.commit,
    queuedAt: queuedAtOf(build, status),
    ...timesOf(build, status),
    updatedAt: at,
    url: build.full_url ?? '',
  });
}

/** An end says how long the build took, not when it was asked for. */
function queuedAtOf({ timestamp, duration }: Build, status: RunStatus): string {
  return iso(status === 'completed' ? Math.max(0, timestamp - (duration ?? 0)) : timestamp);
}

/** COMPLETED is stamped with the build's end, FINALIZED with the end of what follows it. */
function timesOf({ phase, timestamp, duration }: Build, status: RunStatus): Pick<RunFact, 'startedAt' | 'finishedAt'> {
  if (status === 'queued' || phase === 'NONE') return {};
  if (status === 'running') return { startedAt: iso(timestamp) };
  return { startedAt: iso(Math.max(0, timestamp - (duration ?? 0))), finishedAt: iso(timestamp) };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** The folders and the job. */
function pathOf(url: string): string[] {
  const names = pathOfAddress(url);
  if (names.length > 0) return names;
  throw new PayloadError('Jenkins notification: build.url: not the path of a job');
}

export const jenkins: CiTranslator = {
  events: ['notification', 'stages'],
  translate(event, payload): Translation {
    if (event === 'stages') {
      const stages = stageFacts(payload);
      return stages.length > 0 ? { facts: stages } : { dropped: 'no stages' };
    }
    if (event !== 'notification') return { dropped: 'unknown event' };
    const facts = translate(payload);
    return facts.length > 0 ? { facts } : { dropped: 'empty notification' };
  },
};
