import { Backfill, BackfillPage, BackfillResumption, NewBackfill } from '@summit/contracts';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../store/database';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { badRequest, notFound } from '../errors';
import { decodeCursor, textId, timeKey, toPage } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging } from '../paging/parameters';
import { noBody, noInput, route, type Call, type Route } from '../routes/route';
import { BACKFILL_COLUMNS, readRepositories, toBackfill, type BackfillRow } from './rows';

const sort = 'createdAt';
const BackfillId = z.object({ id: z.string() });
const isBackfillId = (id: string): boolean => /^[\w-]{1,64}$/.test(id);
const tag = 'backfills';

/** Sources of history and repairs: made, watched, paused and removed by administrators. */
export function backfillRoutes(deps: ApiDeps): Route[] {
  const answer = async (db: ApiDeps['db'] | Tx, caller: Caller, row: BackfillRow): Promise<Backfill> => {
    const repositories = await readRepositories(db, caller.tenant, [row.id]);
    return toBackfill(row, repositories.get(row.id) ?? [], deps.now());
  };

  const find = async (db: ApiDeps['db'] | Tx, caller: Caller, id: string): Promise<BackfillRow> => {
    const row = isBackfillId(id)
      ? await db
          .selectFrom('backfill')
          .select(BACKFILL_COLUMNS)
          .where('tenant', '=', caller.tenant)
          .where('id', '=', id)
          .executeTakeFirst()
      : undefined;
    if (!row) throw notFound('source');
    return row;
  };

  /** Does something to a source of the caller's, and answers with what it is then. */
  const act = (
    action: string,
    id: string,
    caller: Caller,
    change: (tx: Tx) => Promise<Readonly<Record<string, unknown>> | void>,
  ): Promise<Backfill> =>
    deps.db.transaction().execute(async (tx) => {
      await find(tx, caller, id);
      const detail = await change(tx);
      await audit(tx, caller, action, id, detail ?? {});
      return answer(tx, caller, await find(tx, caller, id));
    });

  return [
    route(
      'admin',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/backfills',
        operationId: 'listBackfills',
        summary: 'Sources of the backfill with their progress, newest first; never their tokens',
        tag,
        query: z.object(paging),
        answer: BackfillPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        let select = deps.db
          .selectFrom('backfill')
          .select(BACKFILL_COLUMNS)
          .select(exactTime('backfill.created_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant);
        if (cursor)
          select = select.where(
            before('backfill.created_at', 'backfill.id', cursor, { key: 'timestamptz', id: 'text' }),
          );
        const rows = await select
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        const repositories = await readRepositories(
          deps.db,
          caller.tenant,
          page.rows.map((row) => row.id),
        );
        const items = page.rows.map((row) => toBackfill(row, repositories.get(row.id) ?? [], deps.now()));
        return { items, next: page.next };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/backfills',
        operationId: 'createBackfill',
        summary: 'Add a source and begin to import its history; the token is kept sealed and never shown',
        tag,
        status: 201,
        body: NewBackfill,
        answer: Backfill,
      },
      (call, caller) => create(deps, call, caller, answer),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/backfills/{id}',
        operationId: 'getBackfill',
        summary: 'One source with its progress',
        tag,
        params: BackfillId,
        answer: Backfill,
      },
      async ({ params }, caller) => answer(deps.db, caller, await find(deps.db, caller, params.id)),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/backfills/{id}/pause',
        operationId: 'pauseBackfill',
        summary: 'Ask a source for nothing until it is resumed; what was fetched stays',
        tag,
        params: BackfillId,
        answer: Backfill,
      },
      ({ params }, caller) =>
        act('backfill.pause', params.id, caller, async (tx) => {
          await tx.updateTable('backfill').set({ paused_at: deps.now() }).where('id', '=', params.id).execute();
        }),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/backfills/{id}/resume',
        operationId: 'resumeBackfill',
        summary: 'Go on where it stopped, after a pause or an error, with a new token if one is given',
        tag,
        params: BackfillId,
        body: BackfillResumption.nullish(),
        answer: Backfill,
      },
      ({ params, body }, caller) =>
        act('backfill.resume', params.id, caller, async (tx) => {
          await resume(
            tx,
            params.id,
            body?.token === undefined ? undefined : deps.seal(Buffer.from(body.token, 'utf8')),
          );
          return { newToken: body?.token !== undefined };
        }),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/backfills/{id}',
        operationId: 'deleteBackfill',
        summary: 'Remove a source with its token; what it brought stays',
        tag,
        status: 204,
        params: BackfillId,
        answer: noBody,
      },
      async ({ params }, caller) => {
        await deps.db.transaction().execute(async (tx) => {
          await find(tx, caller, params.id);
          await tx.deleteFrom('backfill').where('tenant', '=', caller.tenant).where('id', '=', params.id).execute();
          await audit(tx, caller, 'backfill.delete', params.id);
        });
        return null;
      },
    ),
  ];
}

async function create(
  deps: ApiDeps,
  { body }: Call<unknown, unknown, z.output<typeof NewBackfill>>,
  caller: Caller,
  answer: (tx: Tx, caller: Caller, row: BackfillRow) => Promise<Backfill>,
): Promise<Backfill> {
  const checked = deps.backfill.checkUrl(body.provider, body.url);
  const names = [...new Set(body.repositories.map((name) => name.trim().replace(/^\/+|\/+$/g, '')))];
  const problems = [
    ...('problem' in checked ? [`url: ${checked.problem}`] : []),
    ...names.flatMap((name) => {
      const problem = deps.backfill.problemOfName(body.provider, name);
      return problem === null ? [] : [`repositories: ${name.slice(0, 100)}: ${problem}`];
    }),
    ...(body.provider === 'jenkins' && !body.token.includes(':')
      ? ['token: must be user:token, as Jenkins has them']
      : []),
    ...(Date.parse(body.since) > deps.now().getTime() ? ['since: must not be in the future'] : []),
  ];
  if ('problem' in checked || problems.length > 0)
    throw badRequest('The source is not one that can be asked.', problems);
  return deps.db.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto('backfill')
      .values({
        id: randomBytes(12).toString('base64url'),
        tenant: caller.tenant,
        provider: body.provider,
        name: body.name ?? new URL(checked.url).host,
        url: checked.url,
        token: deps.seal(Buffer.from(body.token, 'utf8')),
        since: body.since,
        repair_hours: body.repairHours,
        requests_per_second: body.requestsPerSecond,
        logs_days: body.logs?.days ?? null,
        logs_max_bytes: body.logs?.maxBytes ?? null,
        created_by: caller.actor,
      })
      .returning(BACKFILL_COLUMNS)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('backfill_repository')
      .values(
        names.map((name, position) => ({
          backfill_id: row.id,
          name,
          tenant: caller.tenant,
          position,
          state: 'importing',
        })),
      )
      .execute();
    const task = JSON.stringify(deps.backfill.firstTask(body.provider));
    await tx
      .insertInto('backfill_task')
      .values(names.map((repository) => ({ backfill_id: row.id, repository, task })))
      .execute();
    await audit(tx, caller, 'backfill.create', row.id, {
      provider: body.provider,
      url: checked.url,
      repositories: names,
      logs: body.logs !== null,
    });
    return answer(tx, caller, row);
  });
}

/** Whatever stopped, and whatever waited for its next try, is tried again at once. A limit of the provider still holds. */
async function resume(tx: Tx, id: string, token: Buffer | undefined): Promise<void> {
  await tx
    .updateTable('backfill')
    .set({ paused_at: null, error: null, ...(token && { token }) })
    .where('id', '=', id)
    .execute();
  await tx.updateTable('backfill_task').set({ failures: 0 }).where('backfill_id', '=', id).execute();
  await tx
    .updateTable('backfill_repository')
    .set({ error: null, retry_at: null })
    .where('backfill_id', '=', id)
    .execute();
  await tx
    .updateTable('backfill_repository')
    .set((eb) => ({
      state: eb.case().when('repaired_at', 'is', null).then('importing').else('repairing').end(),
    }))
    .where('backfill_id', '=', id)
    .where('state', '=', 'failed')
    .execute();
}
