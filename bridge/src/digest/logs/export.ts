import {
  ATTR_CICD_PIPELINE_TASK_NAME,
  ATTR_CICD_PIPELINE_TASK_RUN_ID,
} from '@opentelemetry/semantic-conventions/incubating';
import { scopeOfRun, type JobState } from '../../domain/run';
import { runTraceIds } from '../../domain/traceIds';
import { stepFinder } from '../../domain/logs/steps';
import { encodeLogs } from '../../emit/encode';
import { ITEMS_PER_REQUEST, type AttributeValue, type EmitLog, type EmitResource } from '../../emit/model';
import type { ChunkLine } from '../../domain/logs/chunk';
import type { Annotation } from '../../translate/logs/annotations';
import { runResource } from '../ciExport/attributes';
import type { DigestContext, InboxItem } from '../context';
import { countItem } from '../shared/count';
import type { BuildLog } from './log';
import type { ReadPart } from './read';
import type { LoggedRun } from './runs';

const SCOPE = 'summit/logs';
/** `event.name` of each line. */
const LOG_LINE = 'summit.log.line';
const REQUEST_SIZE = 1024 * 1024;

export interface LinesToExport {
  item: InboxItem;
  log: BuildLog;
  logged: LoggedRun;
  job: JobState | null;
  part: ReadPart;
  /** Issues of the lines that are one. */
  issues: ReadonlyMap<number, string>;
}

/**
 * The lines of a part as log records of the run's resource, with its job and step: up to `limit` of one log, and beyond that those alone that tools
 * complain in. What is left out is counted.
 */
export function exportLines(context: DigestContext, lines: LinesToExport, limit: number): void {
  const { item, log, logged, job, part } = lines;
  const complaints = new Map(part.annotations.map((annotation) => [annotation.line, annotation]));
  const trace = traceOf(logged, job);
  const request = requests(context, resourceOf(logged, log, job));
  const stepAt = stepFinder(job?.steps ?? []);
  let exported = 0;
  for (const [index, line] of part.lines.entries()) {
    const number = part.firstLine + index;
    const complaint = complaints.get(number);
    if (log.exported + exported >= limit && complaint === undefined) continue;
    exported += 1;
    const step = line.at === null ? null : stepAt(line.at);
    request.add({ ...recordOf(line, { number, step, complaint }, lines), ...trace });
  }
  request.end();
  log.exported += exported;
  countItem(context, item, 'log_line_export', 'received', part.lines.length);
  countItem(context, item, 'log_line_export', 'stored', exported);
  countItem(context, item, 'log_line_export', 'dropped', part.lines.length - exported, 'over_limit');
}

function resourceOf({ tenant, run, repositoryUrl }: LoggedRun, log: BuildLog, job: JobState | null): EmitResource {
  const { attributes } = runResource(tenant, run, repositoryUrl);
  const name = job?.name ?? log.job;
  return {
    tenant,
    attributes: {
      ...attributes,
      ...(name !== '' && { [ATTR_CICD_PIPELINE_TASK_NAME]: name }),
      ...(job !== null && { [ATTR_CICD_PIPELINE_TASK_RUN_ID]: job.providerJobId }),
    },
  };
}

function traceOf({ run }: LoggedRun, job: JobState | null): Pick<EmitLog, 'traceId' | 'spanId'> {
  const spanId = job?.spanId ?? runTraceIds(scopeOfRun(run), run.providerRunId, run.attempt).rootSpanId;
  return { traceId: run.traceId, spanId };
}

function recordOf(
  line: ChunkLine,
  { number, step, complaint }: { number: number; step: string | null; complaint: Annotation | undefined },
  { item, log, issues }: LinesToExport,
): EmitLog {
  const observedMs = item.receivedAt.getTime();
  const issueId = issues.get(number);
  const attributes: Record<string, AttributeValue> = {
    'event.name': LOG_LINE,
    'summit.log.id': log.id,
    'summit.log.line': number,
    ...(step !== null && { 'summit.step.name': step }),
    ...(complaint !== undefined && { 'summit.log.tool': complaint.tool }),
    ...(issueId !== undefined && { 'summit.issue.id': issueId }),
  };
  return {
    timeMs: line.at ?? observedMs,
    observedMs,
    severity: complaint?.level ?? 'info',
    body: line.plain,
    attributes,
  };
}

/** Requests of at most 512 records and about a megabyte. */
function requests(context: DigestContext, resource: EmitResource): { add(log: EmitLog): void; end(): void } {
  let logs: EmitLog[] = [];
  let size = 0;
  const end = (): void => {
    if (logs.length === 0) return;
    const payload = encodeLogs(resource, SCOPE, logs);
    context.emit({ tenant: resource.tenant, signal: 'logs', items: logs.length, payload });
    logs = [];
    size = 0;
  };
  return {
    add(log) {
      if (logs.length >= ITEMS_PER_REQUEST || size > REQUEST_SIZE) end();
      logs.push(log);
      size += log.body.length;
    },
    end,
  };
}
