import { quarantineDays, type NewQuarantine, type Quarantine, type QuarantinedTests } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { rawQuery, type Tx } from '../../store/database';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { ApiError, badRequest, notFound } from '../errors';
import { text } from '../paging/parameters';
import { bigintOf } from '../validId';

const dayMs = 86_400_000;
/** With more of them nobody looks at what fails. */
const MOST_QUARANTINED = 1_000;

export const QuarantineFilters = z.object({
  repository: text(300).meta({ description: '`owner/name`.' }),
});

/** Columns of a test's open quarantine, joined as `q`; all null where there is none. */
export interface QuarantineColumns {
  q_reason: string | null;
  q_by: string | null;
  q_since: Date | null;
  q_until: Date | null;
}
export const quarantineColumns = sql`q.reason AS q_reason, q.created_by AS q_by, q.created_at AS q_since, q.until AS q_until`;
export const joinQuarantine = (now: Date) =>
  sql`LEFT JOIN test_quarantine q ON q.test_id = t.id AND q.ended_at IS NULL AND q.until > ${now}`;

export const toQuarantine = (row: QuarantineColumns): Quarantine | null =>
  row.q_reason === null || row.q_by === null || row.q_since === null || row.q_until === null
    ? null
    : { reason: row.q_reason, by: row.q_by, since: row.q_since.toISOString(), until: row.q_until.toISOString() };

/** The tests of a repository whose failures are put up with now: what a build reads. */
export async function listQuarantine(deps: ApiDeps, caller: Caller, repository: string): Promise<QuarantinedTests> {
  const { rows } = await sql<QuarantineColumns & { id: string; suite: string; name: string; file: string | null }>`
    SELECT t.id, t.suite, t.name, t.file, ${quarantineColumns}
    FROM test_quarantine q JOIN test t ON t.id = q.test_id
    WHERE q.tenant = ${caller.tenant} AND q.ended_at IS NULL AND q.until > ${deps.now()} AND t.tenant = q.tenant AND t.repository = ${repository}
    ORDER BY q.until, t.id LIMIT ${MOST_QUARANTINED}`.execute(deps.db);
  return {
    items: rows.flatMap(({ id, suite, name, file, ...columns }) => {
      const quarantine = toQuarantine(columns);
      return quarantine === null ? [] : [{ testId: id, repository, suite, name, file, ...quarantine }];
    }),
  };
}

/** Puts a test into quarantine, or gives the one it is in another reason and end. Throws 404, and 400 for an end that cannot be. */
export async function startQuarantine(
  deps: ApiDeps,
  caller: Caller,
  id: string,
  { reason, until }: z.output<typeof NewQuarantine>,
): Promise<Quarantine> {
  const now = deps.now();
  const end = until === undefined ? new Date(now.getTime() + quarantineDays.default * dayMs) : new Date(until);
  if (!(end > now && end.getTime() <= now.getTime() + quarantineDays.most * dayMs))
    throw badRequest('The body is not what this call takes.', [
      `until: after now, and at most ${quarantineDays.most} days from now`,
    ]);
  return deps.db.transaction().execute(async (tx) => {
    const test = await lockTest(tx, caller.tenant, id);
    await closeQuarantine(tx, test.id, now);
    await mustHaveRoom(tx, caller.tenant, test.repository, now);
    await tx
      .insertInto('test_quarantine')
      .values({
        tenant: caller.tenant,
        test_id: test.id,
        reason,
        created_by: caller.displayName,
        created_at: now,
        until: end,
      })
      .execute();
    const told = { repository: test.repository, suite: test.suite, name: test.name, reason, until: end.toISOString() };
    await audit(tx, caller, 'test.quarantine', test.id, told);
    return { reason, by: caller.displayName, since: now.toISOString(), until: end.toISOString() };
  });
}

/** Ends a test's quarantine before its day. Throws 404 where it is in none. */
export async function endQuarantine(deps: ApiDeps, caller: Caller, id: string): Promise<void> {
  const now = deps.now();
  await deps.db.transaction().execute(async (tx) => {
    const test = await lockTest(tx, caller.tenant, id);
    if (!(await closeQuarantine(tx, test.id, now))) throw notFound('quarantine');
    await audit(tx, caller, 'test.unquarantine', test.id, {
      repository: test.repository,
      suite: test.suite,
      name: test.name,
    });
  });
}

interface Locked {
  id: string;
  repository: string;
  suite: string;
  name: string;
}

/** One after the other: two people may put the same test into quarantine. */
async function lockTest(tx: Tx, tenant: string, id: string): Promise<Locked> {
  const known = bigintOf(id);
  const [test] =
    known === null
      ? []
      : await rawQuery<Locked>(
          tx,
          'SELECT id, repository, suite, name FROM test WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE',
          [tenant, known],
        );
  if (!test) throw notFound('test');
  return test;
}

/** Whether it was in quarantine until now. */
async function closeQuarantine(tx: Tx, testId: string, now: Date): Promise<boolean> {
  const [closed] = await rawQuery<{ was_open: boolean }>(
    tx,
    `UPDATE test_quarantine SET ended_at = least(until, $2) WHERE test_id = $1 AND ended_at IS NULL RETURNING until > $2 AS was_open`,
    [testId, now],
  );
  return closed?.was_open === true;
}

async function mustHaveRoom(tx: Tx, tenant: string, repository: string, now: Date): Promise<void> {
  const [found] = await rawQuery<{ n: number }>(
    tx,
    `SELECT count(*)::int AS n FROM test_quarantine q JOIN test t ON t.id = q.test_id
     WHERE q.tenant = $1 AND q.ended_at IS NULL AND q.until > $3 AND t.repository = $2`,
    [tenant, repository, now],
  );
  if ((found?.n ?? 0) >= MOST_QUARANTINED)
    throw new ApiError(409, `${MOST_QUARANTINED} tests of this repository are in quarantine already.`);
}
