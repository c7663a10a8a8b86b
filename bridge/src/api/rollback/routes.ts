import {
  CreatedRollbackPolicy,
  NewRollbackPolicy,
  RollbackPolicies,
  type RollbackConditions,
  type RollbackPolicy,
  RollbackPolicyUpdate,
} from '@summit/contracts';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Updateable } from 'kysely';
import type { Tx } from '../../store/database';
import type { RollbackPolicyTable } from '../../store/tables';
import { audit } from '../audit';
import type { ApiDeps } from '../deps';
import { ApiError, badRequest, notFound } from '../errors';
import { noBody, noInput, route, type Route } from '../routes/route';
import { auditedAction, changedAction, keptAction, newSecret, type KeptAction } from './actions';
import { actionOf, toPolicies, type PolicyRow } from './rows';

const PolicyId = z.object({ id: z.string() });
const isId = (id: string): boolean => /^[\w-]{1,64}$/.test(id);
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
    'action',
    'url',
  ] as const),
  ...(['created_at', 'created_by', 'checked_at', 'checked_deployment', 'checked_reason'] as const),
];

/** The tenant's policy of this id, held until the transaction ends. Throws 404. */
async function lockPolicy(tx: Tx, tenant: string, id: string): Promise<PolicyRow> {
  const row = isId(id)
    ? await tx
        .selectFrom('rollback_policy')
        .select(columns)
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound('rollback policy');
  return row;
}

const setPolicy = (tx: Tx, { tenant, id }: PolicyRow, values: Updateable<RollbackPolicyTable>): Promise<PolicyRow> =>
  tx
    .updateTable('rollback_policy')
    .set(values)
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();

export function rollbackRoutes(deps: ApiDeps): Route[] {
  /** Throws 400 for conditions that could never be asked. */
  const canAsk = ({ slower, burn }: RollbackConditions): void => {
    if (deps.rollbackAsksMetrics || (slower === null && burn === null)) return;
    const field = slower === null ? 'burn' : 'slower';
    throw badRequest('The body is not what this call takes.', [
      `conditions.${field}: the bridge has no metrics to ask; METRICS_URL is not set`,
    ]);
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
        return { items: await toPolicies(deps.db, tenant, rows), metrics: deps.rollbackAsksMetrics };
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
        canAsk(body.conditions);
        const { values, secret } = keptAction(deps, body.action);
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
              url: '',
              ...values,
              created_by: caller.actor,
            })
            .onConflict((conflict) => conflict.columns(['tenant', 'repository', 'environment']).doNothing())
            .returning(columns)
            .executeTakeFirst();
          if (!row) throw new ApiError(409, 'This repository and environment have a policy already.');
          await audit(tx, caller, 'rollback_policy.create', row.id, { ...body, action: auditedAction(body.action) });
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
        summary: 'Change a rollback policy; a secret is in this answer where it became a webhook',
        tag: 'deployments',
        params: PolicyId,
        body: RollbackPolicyUpdate,
        answer: CreatedRollbackPolicy,
      },
      async ({ params, body }, caller) =>
        deps.db.transaction().execute(async (tx) => {
          canAsk(body.conditions);
          const before = await lockPolicy(tx, caller.tenant, params.id);
          const { action, ...told } = body;
          const kept: KeptAction =
            action === undefined ? { values: {}, secret: null } : changedAction(deps, action, before);
          const row = await setPolicy(tx, before, {
            enabled: body.enabled,
            dry_run: body.dryRun,
            window_minutes: body.windowMinutes,
            conditions: JSON.stringify(body.conditions),
            ...kept.values,
          });
          const detail = { ...told, ...(action !== undefined && { action: auditedAction(action) }) };
          await audit(tx, caller, 'rollback_policy.update', row.id, detail);
          return { ...(await policyOf(tx, row)), secret: kept.secret };
        }),
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
          const before = await lockPolicy(tx, caller.tenant, params.id);
          if (actionOf(before).kind !== 'webhook')
            throw new ApiError(409, 'Only a webhook has a secret; another token is given by changing the policy.');
          const row = await setPolicy(tx, before, { secret: deps.seal(Buffer.from(secret, 'utf8')) });
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
          const row = await lockPolicy(tx, caller.tenant, params.id);
          await tx.deleteFrom('rollback_policy').where('tenant', '=', row.tenant).where('id', '=', row.id).execute();
          const { id, repository, environment } = row;
          await audit(tx, caller, 'rollback_policy.delete', id, { repository, environment });
        });
        return null;
      },
    ),
  ];
}
