import { GrafanaOrg, NewGrafanaOrg } from '@summit/contracts';
import { z } from 'zod';
import { bindOrganisation } from '../../store/grafanaOrgs';
import { audit } from '../audit';
import type { OrgBindings } from '../auth/orgs';
import type { ApiDeps } from '../deps';
import { ApiError, notFound } from '../errors';
import { noBody, noInput, route, type Route } from '../routes/route';

const GrafanaOrgList = z.object({ items: z.array(GrafanaOrg) });

/**
 * Which organisations of the configured Grafana speak for this tenant. Bound by an admin's service token on purpose, never by the first
 * call that comes: on a Grafana of several organisations that would give the tenant to whoever is first.
 */
export function grafanaOrgRoutes(deps: ApiDeps, orgs: OrgBindings): Route[] {
  const issuer = (): string => {
    if (deps.grafana) return deps.grafana.issuer;
    throw new ApiError(409, 'There is no Grafana to bind an organisation of.', [
      'GRAFANA_ISSUER is not set on the bridge.',
    ]);
  };
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/grafana-orgs',
        operationId: 'listGrafanaOrgs',
        summary: 'Grafana organisations bound to this tenant',
        tag: 'identity',
        answer: GrafanaOrgList,
      },
      async (_call, caller) => {
        const rows = await deps.db
          .selectFrom('grafana_org')
          .select(['issuer', 'org_id'])
          .where('tenant', '=', caller.tenant)
          .orderBy('issuer')
          .orderBy('org_id')
          .limit(1000)
          .execute();
        return { items: rows.map((row) => ({ issuer: row.issuer, orgId: Number(row.org_id) })) };
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/grafana-orgs',
        operationId: 'bindGrafanaOrg',
        summary: 'Bind an organisation of the configured Grafana to this tenant; needs a service token',
        tag: 'identity',
        status: 201,
        body: NewGrafanaOrg,
        answer: GrafanaOrg,
      },
      async ({ body }, caller) => {
        if (caller.kind !== 'service')
          throw new ApiError(403, 'An organisation is bound with a service token, not from within Grafana.');
        const bound = { issuer: issuer(), orgId: body.orgId };
        await deps.db.transaction().execute(async (tx) => {
          const orgId = String(bound.orgId);
          const { owner, now } = await bindOrganisation(tx, { issuer: bound.issuer, orgId, tenant: caller.tenant });
          if (now) return audit(tx, caller, 'grafana_org.bind', orgId, bound);
          if (owner !== caller.tenant)
            throw new ApiError(409, 'This organisation cannot be bound.', [
              'It is bound already; unbind it there first.',
            ]);
        });
        orgs.forget();
        return bound;
      },
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/grafana-orgs/{orgId}',
        operationId: 'unbindGrafanaOrg',
        summary: 'Unbind an organisation: its people are refused from then on',
        tag: 'identity',
        status: 204,
        params: z.object({ orgId: z.string() }),
        answer: noBody,
      },
      async ({ params }, caller) => {
        if (!/^\d{1,15}$/.test(params.orgId)) throw notFound('binding');
        await deps.db.transaction().execute(async (tx) => {
          const removed = await tx
            .deleteFrom('grafana_org')
            .where('tenant', '=', caller.tenant)
            .where('issuer', '=', issuer())
            .where('org_id', '=', params.orgId)
            .returning('org_id')
            .executeTakeFirst();
          if (!removed) throw notFound('binding');
          await audit(tx, caller, 'grafana_org.unbind', params.orgId);
        });
        orgs.forget();
        return null;
      },
    ),
  ];
}
