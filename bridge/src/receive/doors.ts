import type { IncomingMessage, ServerResponse } from 'node:http';
import { hookRoute, serveHook } from './hooks';
import { memoryBudget } from './http/memory';
import type { DoorsDeps } from './ports';
import { sentryRoute, serveSentry } from './sentry/door';
import { tokenBuckets } from './sentry/quota';
import { findUpload, type UploadDoor } from './uploads/find';
import { serveUpload } from './uploads/serve';

export interface Doors {
  /** Serves the request and names its door; null leaves it to the API. */
  serve(req: IncomingMessage, res: ServerResponse): 'sentry' | 'hook' | UploadDoor | null;
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
      const found = findUpload(req, path, query, deps);
      if (found) {
        void serveUpload(req, res, deps, memory, found.upload);
        return found.door;
      }
      const route = sentryRoute(path);
      if (!route) return null;
      void serveSentry(req, res, route, query(), deps, { memory, quota });
      return 'sentry';
    },
    heldBytes: () => memory.used(),
  };
}
