import { encodeLogGroups } from '../../emit/encode';
import { ITEMS_PER_REQUEST, type AttributeValue, type EmitLog, type EmitResource } from '../../emit/model';
import type { OutboxEntry } from '../flush/outbox';
import type { PreparedEvent } from './prepare';
import type { UpdatedIssue } from './update';

const SCOPE = 'summit.errors';

const REQUEST_SIZE = 1024 * 1024;

/** Error events as OTLP log requests, per tenant, in resources of project, release and environment. */
export function logRequests(updated: readonly UpdatedIssue[], slugs: ReadonlyMap<string, string>): OutboxEntry[] {
  const byTenant = new Map<string, Map<string, { resource: EmitResource; logs: EmitLog[] }>>();
  for (const issue of updated) {
    const first = issue.group.created ? firstOf(issue.group.events) : undefined;
    const last = issue.regressed ? lastOf(issue.group.events) : undefined;
    for (const event of issue.group.events) {
      const log = logOf(event, issue, event === first, event === last);
      const resource = resourceOf(event, slugs.get(event.projectId) ?? event.projectId);
      addTo(byTenant, resource, log);
    }
  }
  return [...byTenant].flatMap(([tenant, groups]) => requests(tenant, [...groups.values()]));
}

function addTo(
  byTenant: Map<string, Map<string, { resource: EmitResource; logs: EmitLog[] }>>,
  resource: EmitResource,
  log: EmitLog,
): void {
  const groups = byTenant.get(resource.tenant) ?? new Map<string, { resource: EmitResource; logs: EmitLog[] }>();
  byTenant.set(resource.tenant, groups);
  const key = JSON.stringify(resource.attributes);
  const group = groups.get(key);
  if (group) group.logs.push(log);
  else groups.set(key, { resource, logs: [log] });
}

/** Requests of at most 512 records and about a megabyte: gRPC receivers take 4 MiB by default. */
function requests(tenant: string, groups: { resource: EmitResource; logs: EmitLog[] }[]): OutboxEntry[] {
  const entries: OutboxEntry[] = [];
  let request: { resource: EmitResource; logs: EmitLog[] }[] = [];
  let items = 0;
  let size = 0;
  const flush = (): void => {
    if (items > 0) entries.push({ tenant, signal: 'logs', items, payload: encodeLogGroups(request, SCOPE) });
    request = [];
    items = 0;
    size = 0;
  };
  for (const { resource, logs } of groups) {
    let part: EmitLog[] | null = null;
    for (const log of logs) {
      const next = sizeOf(log);
      if (items >= ITEMS_PER_REQUEST || (items > 0 && size + next > REQUEST_SIZE)) {
        flush();
        part = null;
      }
      if (part === null) {
        part = [];
        request.push({ resource, logs: part });
      }
      part.push(log);
      items += 1;
      size += next;
    }
  }
  flush();
  return entries;
}

/** UTF-16 units of the long parts: enough to bound the bytes, which are at most three times as many. */
function sizeOf(log: EmitLog): number {
  let size = 512 + log.body.length;
  for (const value of Object.values(log.attributes)) if (typeof value === 'string') size += value.length;
  return size;
}

function resourceOf({ item, event }: PreparedEvent, project: string): EmitResource {
  const attributes: EmitResource['attributes'] = { 'service.name': project };
  if (event.release !== undefined) attributes['service.version'] = event.release;
  if (event.environment !== undefined) attributes['deployment.environment.name'] = event.environment;
  return { tenant: item.tenant, attributes };
}

function logOf(prepared: PreparedEvent, issue: UpdatedIssue, isNew: boolean, regressed: boolean): EmitLog {
  const { event, description, occurrence, item } = prepared;
  const attributes: Record<string, AttributeValue> = {
    'summit.issue.id': issue.group.issueId,
    'summit.issue.short_id': issue.shortId,
    'summit.project.id': prepared.projectId,
    'sentry.event_id': event.eventId,
    'sentry.platform': event.platform,
  };
  if (isNew) attributes['summit.issue.new'] = true;
  if (regressed) attributes['summit.issue.regressed'] = true;
  if (description.culprit !== null) attributes['summit.issue.culprit'] = description.culprit;
  if (event.serverName !== undefined) attributes['host.name'] = event.serverName;
  if (occurrence.userKey !== null) attributes['user.hash'] = occurrence.userKey;
  addException(attributes, prepared);
  return {
    timeMs: occurrence.occurredMs,
    observedMs: item.receivedAt.getTime(),
    severity: event.level,
    body: description.title,
    attributes,
    traceId: event.traceId,
    spanId: event.spanId,
  };
}

function addException(attributes: Record<string, AttributeValue>, { event }: PreparedEvent): void {
  if (event.exceptionType !== '') attributes['exception.type'] = event.exceptionType;
  if (event.exceptionMessage !== '') attributes['exception.message'] = event.exceptionMessage;
  if (event.stack !== '') attributes['exception.stacktrace'] = event.stack;
}

function firstOf(events: readonly PreparedEvent[]): PreparedEvent | undefined {
  return events.reduce<PreparedEvent | undefined>(
    (first, event) =>
      first === undefined || event.occurrence.occurredMs < first.occurrence.occurredMs ? event : first,
    undefined,
  );
}

function lastOf(events: readonly PreparedEvent[]): PreparedEvent | undefined {
  return events.reduce<PreparedEvent | undefined>(
    (last, event) => (last === undefined || event.occurrence.occurredMs >= last.occurrence.occurredMs ? event : last),
    undefined,
  );
}
