import { DeadLetter, DeadLetterPage } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { decodeCursor, numberId, toPage } from '../paging/cursor';
import { paging, texts } from '../paging/parameters';
import { noBody, noInput, route, type Route } from '../routes/route';
import { bigintOf } from '../validId';

const sort = 'id';
const DeadLetterId = z.object({ id: z.string() });
const columns = ['id', 'source', 'received_at', 'failed_at', 'attempts', 'reason'] as const;
const bytes = sql<number>`octet_length(body)`.as('bytes');

export function deadLetterRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'admin',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/dead-letters',
        operationId: 'listDeadLetters',
        summary: 'What was accepted and could not be digested, newest first',
        tag: 'operations',
        query: z.object({ source: texts(50).optional(), ...paging }),
        answer: DeadLetterPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: numberId, id: numberId });
        let select = deps.db
          .selectFrom('dead_letter')
          .select(columns)
          .select(bytes)
          .where('tenant', '=', caller.tenant);
        if (query.source) select = select.where('source', 'in', query.source);
        if (cursor) select = select.where('id', '<', cursor.id);
        const rows = await select
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.id, id: row.id }));
        return { items: page.rows.map(toDeadLetter), next: page.next };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/dead-letters/{id}',
        operationId: 'getDeadLetter',
        summary: 'One dead letter',
        tag: 'operations',
        params: DeadLetterId,
        answer: DeadLetter,
      },
      async ({ params }, caller) => {
        const id = bigintOf(params.id);
        const row =
          id === null
            ? undefined
            : await deps.db
                .selectFrom('dead_letter')
                .select(columns)
                .select(bytes)
                .where('tenant', '=', caller.tenant)
                .where('id', '=', id)
                .executeTakeFirst();
        if (!row) throw notFound('dead letter');
        return toDeadLetter(row);
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/dead-letters/{id}/replay',
        operationId: 'replayDeadLetter',
        summary: 'Put a dead letter back into the inbox',
        tag: 'operations',
        status: 204,
        params: DeadLetterId,
        answer: noBody,
      },
      async ({ params }, caller) => {
        const id = bigintOf(params.id);
        await deps.db.transaction().execute(async (tx) => {
          if (id === null || !(await deps.replay(tx, caller.tenant, id))) throw notFound('dead letter');
          await audit(tx, caller, 'dead_letter.replay', id);
        });
        return null;
      },
    ),
  ];
}

interface Row {
  id: string;
  source: string;
  received_at: Date;
  failed_at: Date;
  attempts: number;
  reason: string;
  bytes: number;
}

const toDeadLetter = (row: Row): DeadLetter => ({
  id: row.id,
  source: row.source,
  receivedAt: row.received_at.toISOString(),
  failedAt: row.failed_at.toISOString(),
  attempts: row.attempts,
  reason: row.reason,
  bytes: row.bytes,
});
