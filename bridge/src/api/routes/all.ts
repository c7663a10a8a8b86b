import { z } from 'zod';
import { alertRoutes } from '../alerts/routes';
import { artifactRoutes } from '../artifacts/routes';
import { commandRoutes } from '../commands/routes';
import type { Authenticate } from '../auth/authenticate';
import type { OrgBindings } from '../auth/orgs';
import type { TokenLookup } from '../auth/tokens';
import { backfillRoutes } from '../backfills/routes';
import { changeRoutes } from '../changes/routes';
import { commitRoutes } from '../commits/routes';
import { costRoutes } from '../cost/routes';
import { deadLetterRoutes } from '../deadLetters/routes';
import { deploymentRoutes } from '../deployments/routes';
import type { ApiDeps } from '../deps';
import { doorPaths } from '../doorPaths';
import { doctorRoutes } from '../doctor/routes';
import { environmentRoutes } from '../environments/routes';
import { doraRoutes } from '../dora/routes';
import { eventRoutes } from '../events/routes';
import { failureRoutes } from '../failures/routes';
import { grafanaOrgRoutes } from '../grafanaOrgs/routes';
import { healthRoutes } from '../health/routes';
import { homeRoutes } from '../home/routes';
import { hookRoutes } from '../hooks/routes';
import { incidentRoutes } from '../incidents/routes';
import { issueRoutes } from '../issues/routes';
import { ledgerRoutes } from '../ledger/routes';
import { logRoutes } from '../logs/routes';
import { meRoutes } from '../me/routes';
import { openApiDocument } from '../openapi';
import { pipelineRoutes } from '../pipelines/routes';
import { predictionRoutes } from '../prediction/routes';
import { profileRoutes } from '../profiles/routes';
import { projectRoutes } from '../projects/routes';
import { recommendationRoutes } from '../recommendations/routes';
import { releaseRoutes } from '../releases/routes';
import { rollbackRoutes } from '../rollback/routes';
import { runnerRoutes } from '../runners/routes';
import { runRoutes } from '../runs/routes';
import type { Hub } from '../stream/hub';
import { streamRoutes } from '../stream/routes';
import { teamRoutes } from '../teams/routes';
import { testRoutes } from '../tests/routes';
import { tokenRoutes } from '../tokens/routes';
import { valueRoutes } from '../values/routes';
import { noInput, publicRoute, type Route } from './route';

export interface RouteParts {
  deps: ApiDeps;
  tokens: TokenLookup;
  orgs: OrgBindings;
  authenticate: Authenticate;
  hub: Hub;
}

/** Every route of the API: the table that express registers, OpenAPI documents and the tests go through. */
export function allRoutes({ deps, tokens, orgs, authenticate, hub }: RouteParts): Route[] {
  const routes: Route[] = [
    ...runRoutes(deps),
    ...pipelineRoutes(deps),
    ...failureRoutes(deps),
    ...runnerRoutes(deps),
    ...costRoutes(deps),
    ...recommendationRoutes(deps),
    ...predictionRoutes(deps),
    ...testRoutes(deps),
    ...profileRoutes(deps),
    ...artifactRoutes(deps),
    ...commandRoutes(deps),
    ...logRoutes(deps),
    ...issueRoutes(deps),
    ...eventRoutes(deps),
    ...deploymentRoutes(deps),
    ...rollbackRoutes(deps),
    ...environmentRoutes(deps),
    ...doraRoutes(deps),
    ...teamRoutes(deps),
    ...commitRoutes(deps),
    ...changeRoutes(deps),
    ...releaseRoutes(deps),
    ...incidentRoutes(deps),
    ...alertRoutes(deps),
    ...valueRoutes(deps),
    ...streamRoutes(deps, hub, authenticate),
    ...projectRoutes(deps),
    ...tokenRoutes(deps, tokens),
    ...hookRoutes(deps),
    ...backfillRoutes(deps),
    ...grafanaOrgRoutes(deps, orgs),
    ...deadLetterRoutes(deps),
    ...ledgerRoutes(deps),
    ...doctorRoutes(deps),
    ...meRoutes(),
    ...homeRoutes(deps),
    ...healthRoutes(deps),
  ];
  const documented: Route[] = [
    ...routes,
    openApiRoute(() => openApiDocument(documented, deps.version, deps.publicUrl, doorPaths)),
  ];
  return documented;
}

const openApiRoute = (document: () => Record<string, unknown>): Route =>
  publicRoute(
    {
      ...noInput,
      method: 'get',
      path: '/api/v1/openapi.json',
      operationId: 'getOpenApi',
      summary: 'This document',
      tag: 'operations',
      answer: z.record(z.string(), z.unknown()),
    },
    async () => document(),
  );
