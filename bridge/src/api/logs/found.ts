import { AnnotationLevel, type LogAnnotations, type LogOutline } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { stepFinder } from '../../domain/logs/steps';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import type { LogIds } from './lines';
import { findLog } from './rows';

/** Of a step, what says when it ran. */
const Steps = z.array(
  z.object({ name: z.string(), startedAt: z.string().optional(), finishedAt: z.string().optional() }),
);

const MAX_GROUPS = 10_000;

/** The groups of a log; one that is open goes to its end. Each is of the step that ran when it began. */
export async function outlineOfLog(deps: ApiDeps, caller: Caller, ids: LogIds): Promise<LogOutline> {
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const { rows } = await sql<{
    from_line: number;
    to_line: number | null;
    name: string;
    depth: number;
    at: Date | null;
  }>`
    SELECT g.from_line, g.to_line, g.name, g.depth, g.at FROM log_group g
    WHERE g.log_id = ${log.id} ORDER BY g.from_line, g.depth LIMIT ${MAX_GROUPS}`.execute(deps.db);
  const steps = Steps.safeParse(log.steps);
  const stepAt = stepFinder(steps.success ? steps.data : []);
  return {
    groups: rows.map((row) => ({
      from: row.from_line,
      to: row.to_line ?? Math.max(row.from_line, log.lines),
      name: row.name,
      depth: row.depth,
      step: row.at === null ? null : stepAt(row.at.getTime()),
    })),
    total: rows.length < MAX_GROUPS ? rows.length : await groupCount(deps, log.id),
  };
}

async function groupCount(deps: ApiDeps, logId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT groups AS n FROM build_log WHERE id = ${logId}`.execute(deps.db);
  return rows[0]?.n ?? 0;
}

const MAX_ANNOTATIONS = 2_000;

export async function annotationsOfLog(deps: ApiDeps, caller: Caller, ids: LogIds): Promise<LogAnnotations> {
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const rows = await deps.db
    .selectFrom('log_annotation')
    .selectAll()
    .where('log_id', '=', log.id)
    .orderBy('line')
    .orderBy('n')
    .limit(MAX_ANNOTATIONS)
    .execute();
  return {
    items: rows.map((row) => ({
      line: row.line,
      level: AnnotationLevel.parse(row.level),
      tool: row.tool,
      file: row.file,
      row: row.row_number,
      column: row.column_number,
      code: row.code,
      message: row.message,
      issueId: row.issue_id,
    })),
    total: log.errors + log.warnings,
  };
}
