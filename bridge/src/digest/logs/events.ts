import { createHash } from 'node:crypto';
import { parameterise } from '../../domain/grouping/parameterise';
import { scopeOfRun, type JobState } from '../../domain/run';
import { runTraceIds } from '../../domain/traceIds';
import type { Annotation } from '../../translate/logs/annotations';
import type { BuildLog } from './log';
import type { LoggedRun } from './runs';

/** An error of a build in the words of the Sentry protocol, which the bridge keeps, groups and shows. */
export interface BuildEvent {
  eventId: string;
  annotation: Annotation;
  raw: Record<string, unknown>;
}

/** Says only that something before it failed. */
const EMPTY =
  /\bexit(?:ed)? (?:with )?(?:code|status)|^Job failed|^Process completed|was cancell?ed|^Execution failed$/i;

/** Whether a complaint is a fault of its own, to be looked after. */
export const isFault = ({ level, message }: Annotation): boolean =>
  level === 'error' && message !== '' && !EMPTY.test(message);

/**
 * An annotation as an event. Its fingerprint is what it says, without what varies, and the file, the tool and its code: the same mistake further down in
 * the file is the same issue. Its id follows from log and fingerprint, so that one log counts each fault once, however many lines repeat it.
 */
export function eventOf(annotation: Annotation, log: BuildLog, logged: LoggedRun, context: EventContext): BuildEvent {
  const { tool, code, file, row, column, message } = annotation;
  const { run } = logged;
  const fingerprint = [tool, code ?? '', file ?? '', parameterise(message)];
  const eventId = createHash('sha256')
    .update(JSON.stringify([log.tenant, log.runId, log.job, fingerprint]))
    .digest('hex')
    .slice(0, 32);
  const { job, atMs } = context;
  const jobName = job?.name ?? log.job;
  return {
    eventId,
    annotation,
    raw: {
      event_id: eventId,
      timestamp: new Date(atMs).toISOString(),
      platform: platformOf(tool),
      level: 'error',
      logger: tool,
      transaction: jobName === '' ? run.name : `${run.name} / ${jobName}`,
      fingerprint,
      exception: {
        values: [
          {
            type: code ?? tool,
            value: message,
            ...(file !== null && { stacktrace: { frames: [frameOf(file, row, column)] } }),
          },
        ],
      },
      tags: {
        tool,
        pipeline: run.name,
        ...(jobName !== '' && { job: jobName }),
        ...(run.branch !== null && { branch: run.branch }),
        ...(run.sha !== null && { commit: run.sha }),
      },
      contexts: {
        trace: {
          trace_id: run.traceId,
          span_id: job?.spanId ?? runTraceIds(scopeOfRun(run), run.providerRunId, run.attempt).rootSpanId,
        },
        build: { run: run.id, job: jobName, log: log.id, line: annotation.line },
      },
    },
  };
}

interface EventContext {
  job: JobState | null;
  /** When its line was written, milliseconds since the epoch. */
  atMs: number;
}

const frameOf = (file: string, row: number | null, column: number | null) => ({
  filename: file,
  in_app: true,
  ...(row !== null && { lineno: row }),
  ...(column !== null && { colno: column }),
});

const platforms: Readonly<Record<string, string>> = {
  tsc: 'node',
  eslint: 'node',
  jest: 'node',
  vitest: 'node',
  mocha: 'node',
  playwright: 'node',
  npm: 'node',
  pnpm: 'node',
  yarn: 'node',
  pytest: 'python',
  python: 'python',
  mypy: 'python',
  pyright: 'python',
  ruff: 'python',
  pylint: 'python',
  pip: 'python',
  poetry: 'python',
  javac: 'java',
  maven: 'java',
  gradle: 'java',
  kotlinc: 'java',
  go: 'go',
  'go test': 'go',
  rustc: 'rust',
  cargo: 'rust',
  gcc: 'native',
  ld: 'native',
  swift: 'cocoa',
  msbuild: 'csharp',
};
const platformOf = (tool: string): string => platforms[tool] ?? 'other';
