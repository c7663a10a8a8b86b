import { CreatedToken, NewToken, Scope, TokenPage, type Token } from '@summit/contracts';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { TokenTable } from '../../store/tables';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { hashSecret, newSecret } from '../auth/secret';
import type { TokenLookup } from '../auth/tokens';
import type { ApiDeps } from '../deps';
import { ApiError, badRequest, notFound } from '../errors';
import { decodeCursor, timeKey, toPage, uuidId } from '../paging/cursor';
import { before, exactTime } from '../paging/keyset';
import { paging } from '../paging/parameters';
import { noBody, noInput, route, type Route } from '../routes/route';
import { isoOf } from '../rows';
import { uuidOf } from '../validId';

const sort = 'createdAt';

export function tokenRoutes(deps: ApiDeps, tokens: TokenLookup): Route[] {
  return [
    route(
      'admin',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/tokens',
        operationId: 'listTokens',
        summary: 'API tokens, newest first; never their secrets',
        tag: 'tokens',
        query: z.object(paging),
        answer: TokenPage,
      },
      async ({ query }, caller) => {
        const cursor = decodeCursor(query.cursor, sort, { key: timeKey, id: uuidId });
        let select = deps.db
          .selectFrom('token')
          .select(['id', 'name', 'kind', 'scopes', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'])
          .select(exactTime('token.created_at').as('cursor_key'))
          .where('tenant', '=', caller.tenant);
        if (cursor)
          select = select.where(before('token.created_at', 'token.id', cursor, { key: 'timestamptz', id: 'uuid' }));
        const rows = await select
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = toPage(rows, query.limit, (row) => ({ sort, key: row.cursor_key, id: row.id }));
        return { items: page.rows.map(toToken), next: page.next };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/tokens',
        operationId: 'createToken',
        summary: 'Make an API token; its secret is in this answer and nowhere else',
        tag: 'tokens',
        status: 201,
        body: NewToken,
        answer: CreatedToken,
      },
      async ({ body }, caller) => {
        checkWanted(caller, body, deps.now());
        const secret = newSecret();
        const row = await deps.db.transaction().execute(async (tx) => {
          const created = await tx
            .insertInto('token')
            .values({
              tenant: caller.tenant,
              name: body.name,
              kind: body.kind,
              scopes: [...new Set(body.scopes)],
              hash: hashSecret(secret),
              expires_at: body.expiresAt ? new Date(body.expiresAt) : null,
            })
            .returningAll()
            .executeTakeFirstOrThrow();
          await audit(tx, caller, 'token.create', created.id, {
            name: body.name,
            kind: body.kind,
            scopes: body.scopes,
          });
          return created;
        });
        return { ...toToken(row), token: secret };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/tokens/{id}',
        operationId: 'revokeToken',
        summary: 'Revoke a token; other bridges on the database follow within ten seconds',
        tag: 'tokens',
        status: 204,
        params: z.object({ id: z.string() }),
        answer: noBody,
      },
      async ({ params }, caller) => {
        const id = uuidOf(params.id);
        const known = await deps.db.transaction().execute(async (tx) => {
          if (id === null) return false;
          const row = await tx
            .selectFrom('token')
            .select('revoked_at')
            .where('tenant', '=', caller.tenant)
            .where('id', '=', id)
            .forUpdate()
            .executeTakeFirst();
          if (!row) return false;
          if (row.revoked_at) return true;
          await tx.updateTable('token').set({ revoked_at: deps.now() }).where('id', '=', id).execute();
          await audit(tx, caller, 'token.revoke', id);
          return true;
        });
        tokens.forget();
        if (!known) throw notFound('token');
        return null;
      },
    ),
  ];
}

/** A token may give no more than its maker has: an admin token without write must not make one that writes. */
function checkWanted(caller: Caller, wanted: z.output<typeof NewToken>, now: Date): void {
  const more = wanted.scopes.filter((scope) => scope !== 'ingest' && !caller.scopes.includes(scope));
  if (more.length > 0)
    throw new ApiError(403, `This call cannot give scopes that its caller lacks: ${more.join(', ')}.`);
  if (wanted.expiresAt && new Date(wanted.expiresAt) <= now)
    throw badRequest('The body is not what this call takes.', ['expiresAt: is in the past']);
}

const toToken = (row: Omit<Selectable<TokenTable>, 'tenant' | 'hash'>): Token => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  scopes: row.scopes.map((scope) => Scope.parse(scope)),
  createdAt: row.created_at.toISOString(),
  lastUsedAt: isoOf(row.last_used_at),
  expiresAt: isoOf(row.expires_at),
  revokedAt: isoOf(row.revoked_at),
});
