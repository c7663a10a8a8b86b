import { StreamEvent } from '@summit/contracts';
import { z } from 'zod';
import type { Authenticate } from '../auth/authenticate';
import type { ApiDeps } from '../deps';
import { ApiError, badRequest } from '../errors';
import { text, texts } from '../paging/parameters';
import { noInput, streamRoute, type Route } from '../routes/route';
import { streamClient } from './client';
import type { Hub } from './hub';
import { parsePosition, PositionText } from './position';

const Filters = z.object({
  kinds: z
    .array(z.enum(['run', 'issue', 'incident']))
    .max(3)
    .optional()
    .meta({ description: 'All when left out.' }),
  repository: texts(300).optional().meta({ description: 'Runs of these repositories only.' }),
  project: texts(100).optional().meta({ description: 'Issues of these projects (slugs) only.' }),
  run: text(300).optional().meta({ description: 'This run only.' }),
  issue: text(30).optional().meta({ description: 'This issue (id) only.' }),
  incident: text(40).optional().meta({ description: 'This incident only.' }),
  cursor: PositionText.optional().meta({ description: 'Where to resume; the header Last-Event-ID counts before it.' }),
});
type Filters = z.output<typeof Filters>;

const MAX_STREAMS = 1_000;
const MAX_STREAMS_PER_TENANT = 300;

export function streamRoutes(deps: ApiDeps, hub: Hub, authenticate: Authenticate): Route[] {
  const open = new Map<string, number>();
  const count = (tenant: string, by: number): void => void open.set(tenant, (open.get(tenant) ?? 0) + by);
  const full = (tenant: string): boolean =>
    (open.get(tenant) ?? 0) >= MAX_STREAMS_PER_TENANT || [...open.values()].reduce((a, b) => a + b, 0) >= MAX_STREAMS;
  return [
    streamRoute(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/stream',
        operationId: 'stream',
        summary: 'Changes as server-sent events; each `data:` is the state of the entity now',
        tag: 'stream',
        contentType: 'text/event-stream',
        query: Filters,
        answer: StreamEvent,
      },
      async ({ query, headers }, caller) => {
        const lastId = headers['last-event-id'];
        const from = parsePosition(typeof lastId === 'string' && lastId !== '' ? lastId : (query.cursor ?? ''));
        if (typeof lastId === 'string' && lastId !== '' && !from)
          throw badRequest('A header is wrong.', ['Last-Event-ID: not a cursor of this stream']);
        if (full(caller.tenant))
          throw new ApiError(503, 'Too many streams are open.', ['Close some, or try again later.'], {
            'retry-after': '10',
          });
        return (response) => {
          count(caller.tenant, 1);
          response.on('close', () => count(caller.tenant, -1));
          const client = streamClient(response, {
            tenant: caller.tenant,
            wants: wanted(query),
            expiresAt: caller.expiresAt,
            now: deps.now,
            stillAllowed: () => authenticate(headers).then((again) => again.scopes.includes('read')),
          });
          hub
            .subscribe(client, from)
            .then((leave) => (response.destroyed || response.writableEnded ? leave() : response.on('close', leave)))
            .catch((error: unknown) => {
              deps.log.warn({ err: error }, 'a stream could not be started');
              response.destroy();
            });
        };
      },
    ),
  ];
}

/** A filter on one kind lets the other kinds through: `kinds` says which are wanted at all. */
function wanted(filters: Filters): (event: StreamEvent) => boolean {
  const among = (values: readonly string[] | undefined, value: string): boolean => !values || values.includes(value);
  return (event) => {
    if (event.type === 'reset') return true;
    if (filters.kinds && !filters.kinds.includes(event.type)) return false;
    switch (event.type) {
      case 'run':
        return (
          among(filters.repository, event.run.repository) &&
          among(filters.run ? [filters.run] : undefined, event.run.id)
        );
      case 'issue':
        return (
          among(filters.project, event.issue.project.slug) &&
          among(filters.issue ? [filters.issue] : undefined, event.issue.id)
        );
      case 'incident':
        return among(filters.incident ? [filters.incident] : undefined, event.incident.id);
    }
  };
}
