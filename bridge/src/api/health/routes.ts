import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { ApiError } from '../errors';
import { noInput, publicRoute, type Route } from '../routes/route';

const Health = z.object({ status: z.literal('ok'), version: z.string() });
const Ready = z.object({ status: z.literal('ready') });

/** Open to all, so that probes and scrapers need no token; none of them says anything about a tenant. */
export function healthRoutes(deps: ApiDeps): Route[] {
  return [
    publicRoute(
      {
        ...noInput,
        method: 'get',
        path: '/health',
        operationId: 'getHealth',
        summary: 'The process answers',
        tag: 'operations',
        answer: Health,
      },
      async () => ({ status: 'ok' as const, version: deps.version }),
    ),
    publicRoute(
      {
        ...noInput,
        method: 'get',
        path: '/ready',
        operationId: 'getReady',
        summary: 'The bridge takes and digests; 503 names what is missing',
        tag: 'operations',
        answer: Ready,
      },
      async () => {
        const missing = await deps.notReady();
        if (missing.length > 0) throw new ApiError(503, 'The bridge is not ready.', missing, { 'retry-after': '1' });
        return { status: 'ready' as const };
      },
    ),
    publicRoute(
      {
        ...noInput,
        method: 'get',
        path: '/metrics',
        operationId: 'getMetrics',
        summary: 'Metrics of the bridge itself in Prometheus text; counts only',
        tag: 'operations',
        contentType: 'text/plain; version=0.0.4; charset=utf-8',
        answer: z.string(),
      },
      async () => deps.metrics(),
    ),
  ];
}
