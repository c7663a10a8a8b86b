import {
  CreatedRollbackPolicy,
  NewRollbackPolicy,
  RollbackPolicies,
  RollbackPolicy,
  RollbackPolicyUpdate,
} from '@summit/contracts';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { refusedAddress } from '../../domain/rollbackPolicy/address';
import type { Tx } from '../../store/database';
import { audit } from '../audit';
import type { ApiDeps } from '../deps';
import { ApiError, badRequest, notFound } from '../errors';
import { noBody, noInput, route, type Route } from '../routes/route';
import { toPolicies, type PolicyRow } from './rows';

const PolicyId = z.object({ id: z.string() });
const isId = (id: string): boolean => /^[\w-]{1,64}$/.test(id);
/** As Standard Webhooks write one. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const MOST_POLICIES = 500;
const columns = [
  ...([
    'tenant',
    'id',
    'repository',
    'environment',
    'enabled',
    'dry_run',
    'window_minutes',
    'conditions',
    'url',
  ] as const),
  ...(['created_at', 'created_by', 'checked_at', 'checked_deployment', 'checked_reason'] as const),
];

export function rollbackRoutes(deps: ApiDeps): Route[] {
  /** Throws 400 for an address that would not be called anyway. */
  const mayCall = (url: string): void => {
    const refused = refusedAddress(url, deps.rollbackAllowPrivate);
    if (refused !== null) throw badRequest('The body is not what this call takes.', [`url: ${refused}`]);
  };
  const policyOf = async (tx: Tx, row: PolicyRow): Promise<RollbackPolicy> => {
    const [policy] = await toPolicies(tx, row.tenant, [row]);
    if (!policy) throw new Error('a policy that was written is not there');
    return policy;
  };
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/rollback-policies',
        operationId: 'listRollbackPolicies',
        summary: 'Rollback policies with their last decisions, by repository and environment',
        tag: 'deployments',
        answer: RollbackPolicies,
      },
      async (_, { tenant }) => {
        const rows = await deps.db
          .selectFrom('rollback_policy')
          .select(columns)
          .where('tenant', '=', tenant)
          .orderBy('repository')
          .orderBy('environment')
          .execute();
        return { items: await toPolicies(deps.db, tenant, rows) };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/rollback-policies',
        operationId: 'createRollbackPolicy',
        summary:
          'Make a rollback policy for a repository and an environment; its secret is in this answer and nowhere else',
        tag: 'deployments',
        status: 201,
        body: NewRollbackPolicy,
        answer: CreatedRollbackPolicy,
      },
      async ({ body }, caller) => {
        mayCall(body.url);
        const secret = newSecret();
        return deps.db.transaction().execute(async (tx) => {
          const { count } = await tx
            .selectFrom('rollback_policy')
            .select((e) => e.fn.countAll<string>().as('count'))
            .where('tenant', '=', caller.tenant)
            .executeTakeFirstOrThrow();
          if (Number(count) >= MOST_POLICIES) throw new ApiError(409, `There are ${MOST_POLICIES} policies already.`);
          const row = await tx
            .insertInto('rollback_policy')
            .values({
              tenant: caller.tenant,
              id: randomBytes(12).toString('base64url'),
              repository: body.repository,
              environment: body.environment,
              enabled: body.enabled,
              dry_run: body.dryRun,
              window_minutes: body.windowMinutes,
              conditions: JSON.stringify(body.conditions),
              url: body.url,
              secret: deps.seal(Buffer.from(secret, 'utf8')),
              created_by: caller.actor,
            })
            .onConflict((conflict) => conflict.columns(['tenant', 'repository', 'environment']).doNothing())
            .returning(columns)
            .executeTakeFirst();
          if (!row) throw new ApiError(409, 'This repository and environment have a policy already.');
          const { url: _, ...told } = body;
          await audit(tx, caller, 'rollback_policy.create', row.id, { ...told, target: new URL(body.url).host });
          return { ...(await policyOf(tx, row)), secret };
        });
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/rollback-policies/{id}',
        operationId: 'updateRollbackPolicy',
        summary: 'Change a rollback policy',
        tag: 'deployments',
        params: PolicyId,
        body: RollbackPolicyUpdate,
        answer: RollbackPolicy,
      },
      async ({ params, body }, caller) => {
        if (body.url !== undefined) mayCall(body.url);
        return deps.db.transaction().execute(async (tx) => {
          const row = isId(params.id)
            ? await tx
                .updateTable('rollback_policy')
                .set({
                  enabled: body.enabled,
                  dry_run: body.dryRun,
                  window_minutes: body.windowMinutes,
                  conditions: JSON.stringify(body.conditions),
                  ...(body.url !== undefined && { url: body.url }),
                })
                .where('tenant', '=', caller.tenant)
                .where('id', '=', params.id)
                .returning(columns)
                .executeTakeFirst()
            : undefined;
          if (!row) throw notFound('rollback policy');
          const { url, ...told } = body;
          const target = url === undefined ? {} : { target: new URL(url).host };
          await audit(tx, caller, 'rollback_policy.update', row.id, { ...told, ...target });
          return policyOf(tx, row);
        });
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/rollback-policies/{id}/rotate',
        operationId: 'rotateRollbackPolicy',
        summary: 'Give a rollback policy a new secret; it signs from the next call on, and the one before no more',
        tag: 'deployments',
        params: PolicyId,
        answer: CreatedRollbackPolicy,
      },
      async ({ params }, caller) => {
        const secret = newSecret();
        return deps.db.transaction().execute(async (tx) => {
          const row = isId(params.id)
            ? await tx
                .updateTable('rollback_policy')
                .set({ secret: deps.seal(Buffer.from(secret, 'utf8')) })
                .where('tenant', '=', caller.tenant)
                .where('id', '=', params.id)
                .returning(columns)
                .executeTakeFirst()
            : undefined;
          if (!row) throw notFound('rollback policy');
          await audit(tx, caller, 'rollback_policy.rotate', row.id);
          return { ...(await policyOf(tx, row)), secret };
        });
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/rollback-policies/{id}',
        operationId: 'deleteRollbackPolicy',
        summary: 'Remove a rollback policy and its decisions; the audit log keeps what it did',
        tag: 'deployments',
        status: 204,
        params: PolicyId,
        answer: noBody,
      },
      async ({ params }, caller) => {
        await deps.db.transaction().execute(async (tx) => {
          const row = isId(params.id)
            ? await tx
                .deleteFrom('rollback_policy')
                .where('tenant', '=', caller.tenant)
                .where('id', '=', params.id)
                .returning(['id', 'repository', 'environment'])
                .executeTakeFirst()
            : undefined;
          if (!row) throw notFound('rollback policy');
          const { id, repository, environment } = row;
          await audit(tx, caller, 'rollback_policy.delete', id, { repository, environment });
        });
        return null;
      },
    ),
  ];
}
