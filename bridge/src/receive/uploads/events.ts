import type { IncomingMessage } from 'node:http';
import { MAX_GENERIC_BYTES } from '../ci/generic';
import { contentEncoding } from '../http/encoding';
import { requireJsonObject } from '../http/hook';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import type { Upload } from './serve';

/** `/api/v1/ci-events`, with or without a slash at the end. */
export const isEventsPath = (path: string): boolean => /^\/api\/v1\/ci-events\/?$/.test(path);

/**
 * What the generic door takes (docs/generic-door.md), with a token instead of a door's secret: a job that may upload its reports may tell of its
 * deployment.
 */
export const eventsUpload = (req: IncomingMessage, query: URLSearchParams, deps: DoorsDeps): Upload => ({
  name: 'Events',
  brought: { logged: 'events', answered: 'events' },
  allow: 'POST',
  maxBytes: Math.min(deps.limits.hookBytes, MAX_GENERIC_BYTES),
  begin() {
    if ([...query].length > 0) throw new Refusal(400, 'This call has no parameters.');
    if (contentEncoding(req.headers['content-encoding']) !== '')
      throw new Refusal(415, 'Events are sent as they are, not compressed.');
    return (body) => {
      requireJsonObject(body.toString('utf8'));
      const problems = deps.problemsOf('generic', 'events', body);
      if (problems.length > 0) throw new Refusal(400, 'The body is not what this call takes.', problems);
      return { source: 'generic', encoding: '', meta: { event: 'events', delivery: '' }, body };
    };
  },
});
