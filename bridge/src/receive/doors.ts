import type { IncomingMessage, ServerResponse } from 'node:http';
import { hookRoute, serveHook } from './hooks';
import { memoryBudget } from './http/memory';
import type { DoorsDeps } from './ports';
import { sentryRoute, serveSentry } from './sentry/door';
import { tokenBuckets } from './sentry/quota';
import { artifactRoute, artifactUpload } from './uploads/artifacts';
import { eventsUpload, isEventsPath } from './uploads/events';
import { graphRoute, graphUpload } from './uploads/graphs';
import { logRoute, logUpload } from './uploads/logs';
import { isOwnersPath, ownersUpload } from './uploads/owners';
import { reportRoute, reportUpload } from './uploads/reports';
import { serveUpload } from './uploads/serve';

export interface Doors {
  /** Serves the request and names its door; null leaves it to the API. */
  serve(
    req: IncomingMessage,
    res: ServerResponse,
  ): 'sentry' | 'hook' | 'report' | 'owners' | 'log' | 'graph' | 'events' | null;
  /** Bytes of bodies in memory. */
  heldBytes(): number;
}

/** The fast path: no framework between the socket and the inbox. */
export function openDoors(deps: DoorsDeps): Doors {
  const memory = memoryBudget(deps.limits.memoryBytes);
  const quota = tokenBuckets(deps.limits.quotaPerSecond, deps.limits.quotaBurst, deps.now);
  return {
    serve(req, res) {
      const url = req.url ?? '/';
      const mark = url.indexOf('?');
      const path = mark === -1 ? url : url.slice(0, mark);
      if (path.startsWith('/hooks/')) {
        const route = hookRoute(path);
        if (!route) return null;
        void serveHook(req, res, route, deps, memory);
        return 'hook';
      }
      if (!path.startsWith('/api/')) return null;
      const query = () => new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
      if (isEventsPath(path)) {
        void serveUpload(req, res, deps, memory, eventsUpload(req, query(), deps));
        return 'events';
      }
      if (isOwnersPath(path)) {
        void serveUpload(req, res, deps, memory, ownersUpload(req, query(), deps));
        return 'owners';
      }
      const log = logRoute(path, req.method);
      if (log !== null) {
        void serveUpload(req, res, deps, memory, logUpload(req, log, query(), deps));
        return 'log';
      }
      const artifacts = artifactRoute(path, req.method);
      if (artifacts !== null) {
        void serveUpload(req, res, deps, memory, artifactUpload(artifacts, req, query(), deps));
        return 'report';
      }
      const report = reportRoute(path);
      if (report !== null) {
        void serveUpload(req, res, deps, memory, reportUpload(req, report, query(), deps));
        return 'report';
      }
      const graph = graphRoute(path);
      if (graph !== null) {
        void serveUpload(req, res, deps, memory, graphUpload(req, graph, query(), deps));
        return 'graph';
      }
      const route = sentryRoute(path);
      if (!route) return null;
      void serveSentry(req, res, route, query(), deps, { memory, quota });
      return 'sentry';
    },
    heldBytes: () => memory.used(),
  };
}
