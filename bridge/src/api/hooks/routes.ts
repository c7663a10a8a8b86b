import { CreatedHook, HookPage, HookRotation, HookProvider, NewHook, type Hook } from '@summit/contracts';
import type { Selectable } from 'kysely';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { HookTable } from '../../store/tables';
import { audit } from '../audit';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { decodeCursor, textId, timeKey, toPage } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging } from '../paging/parameters';
import { noBody, noInput, route, type Route } from '../routes/route';
import { isoOf } from '../rows';

const sort = 'createdAt';
const HookId = z.object({ id: z.string() });
/** Unguessable, and for GitLab also a signing token as Standard Webhooks has them. */
const newHookSecret = (provider: string): string =>
  provider === 'gitlab' ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(32).toString('hex');
const isHookId = (id: string): boolean => /^[\w-]{1,64}$/.test(id);

export function hookRoutes(deps: ApiDeps): Route[] {
  const toHook = (row: Omit<Selectable<HookTable>, 'secrets'>): Hook => ({
    id: row.id,
    provider: HookProvider.parse(row.provider),
    name: row.name,
    url: `${deps.publicUrl}/hooks/${row.provider}/${row.id}`,
    createdAt: row.created_at.toISOString(),
    lastDeliveryAt: isoOf(row.last_delivery_at),
  });
  return [
    route(
      'admin',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/hooks',
        operationId: 'listHooks',
        summary: 'Webhook doors, newest first; never their secrets',
        tag: 'hooks',
        query: z.object(paging),
        answer: HookPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: textId });
        let select = deps.db
          .selectFrom('hook')
          .select(['id', 'tenant', 'provider', 'name', 'created_at', 'last_delivery_at', 'revoked_at'])
          .select(exactTime('hook.created_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant)
          .where('revoked_at', 'is', null);
        if (cursor)
          select = select.where(before('hook.created_at', 'hook.id', cursor, { key: 'timestamptz', id: 'text' }));
        const rows = await select
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        return { items: page.rows.map(toHook), next: page.next };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/hooks',
        operationId: 'createHook',
        summary: 'Make a webhook door; its secret is in this answer and nowhere else',
        tag: 'hooks',
        status: 201,
        body: NewHook,
        answer: CreatedHook,
      },
      async ({ body }, caller) => {
        const secret = body.secret ?? newHookSecret(body.provider);
        const row = await deps.db.transaction().execute(async (tx) => {
          const created = await tx
            .insertInto('hook')
            .values({
              id: randomBytes(12).toString('base64url'),
              tenant: caller.tenant,
              provider: body.provider,
              name: body.name ?? body.provider,
              secrets: [deps.seal(Buffer.from(secret, 'utf8'))],
            })
            .returningAll()
            .executeTakeFirstOrThrow();
          await audit(tx, caller, 'hook.create', created.id, { provider: body.provider, name: created.name });
          return created;
        });
        await deps.keysChanged();
        return { ...toHook(row), secret };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/hooks/{id}/rotate',
        operationId: 'rotateHook',
        summary:
          'Give a door a new secret, drawn or one that the sender made; the one before stays valid until the next rotation',
        tag: 'hooks',
        params: HookId,
        body: HookRotation.nullish(),
        answer: CreatedHook,
      },
      async ({ params, body }, caller) => {
        const { row, secret } = await deps.db.transaction().execute(async (tx) => {
          const current = isHookId(params.id)
            ? await tx
                .selectFrom('hook')
                .selectAll()
                .where('tenant', '=', caller.tenant)
                .where('id', '=', params.id)
                .where('revoked_at', 'is', null)
                .forUpdate()
                .executeTakeFirst()
            : undefined;
          if (!current) throw notFound('hook');
          const made = body?.secret ?? newHookSecret(current.provider);
          const secrets = [deps.seal(Buffer.from(made, 'utf8')), ...current.secrets.slice(0, 1)];
          await tx.updateTable('hook').set({ secrets }).where('id', '=', params.id).execute();
          await audit(tx, caller, 'hook.rotate', params.id);
          return { row: current, secret: made };
        });
        await deps.keysChanged();
        return { ...toHook(row), secret };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/hooks/{id}',
        operationId: 'deleteHook',
        summary: 'Close a webhook door',
        tag: 'hooks',
        status: 204,
        params: HookId,
        answer: noBody,
      },
      async ({ params }, caller) => {
        const closed = await deps.db.transaction().execute(async (tx) => {
          if (!isHookId(params.id)) return false;
          const row = await tx
            .updateTable('hook')
            .set({ revoked_at: deps.now() })
            .where('tenant', '=', caller.tenant)
            .where('id', '=', params.id)
            .where('revoked_at', 'is', null)
            .returning('id')
            .executeTakeFirst();
          if (row) await audit(tx, caller, 'hook.delete', row.id);
          return row !== undefined;
        });
        if (!closed) throw notFound('hook');
        await deps.keysChanged();
        return null;
      },
    ),
  ];
}
