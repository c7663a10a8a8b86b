import { encodeLogGroups, encodeSpans } from '../../emit/encode';
import { type EmitLog, type EmitResource, type EmitSpan, ITEMS_PER_REQUEST } from '../../emit/model';
import type { DigestContext } from '../context';

const SCOPE = 'summit/ci';

export interface ResourceSpans {
  resource: EmitResource;
  spans: readonly EmitSpan[];
}

/**
 * Spans of many runs as few requests. An OTLP request is a list of resources, and encoded lists of one message type are joined by joining
 * their bytes.
 */
export function emitSpans(context: DigestContext, groups: readonly ResourceSpans[]): void {
  const pending = new Map<string, { items: number; parts: Uint8Array[] }>();
  const send = (tenant: string): void => {
    const request = pending.get(tenant);
    if (request)
      context.emit({ tenant, signal: 'traces', items: request.items, payload: Buffer.concat(request.parts) });
    pending.delete(tenant);
  };
  for (const { resource, spans } of groups) {
    for (let at = 0; at < spans.length; at += ITEMS_PER_REQUEST) {
      const part = spans.slice(at, at + ITEMS_PER_REQUEST);
      if ((pending.get(resource.tenant)?.items ?? 0) + part.length > ITEMS_PER_REQUEST) send(resource.tenant);
      const request = pending.get(resource.tenant) ?? { items: 0, parts: [] };
      request.items += part.length;
      request.parts.push(encodeSpans(resource, SCOPE, part));
      pending.set(resource.tenant, request);
    }
  }
  for (const tenant of [...pending.keys()]) send(tenant);
}

export function emitLogs(context: DigestContext, logs: readonly { resource: EmitResource; log: EmitLog }[]): void {
  const byTenant = new Map<string, { resource: EmitResource; log: EmitLog }[]>();
  for (const entry of logs) {
    const list = byTenant.get(entry.resource.tenant);
    if (list) list.push(entry);
    else byTenant.set(entry.resource.tenant, [entry]);
  }
  for (const [tenant, entries] of byTenant) {
    for (let at = 0; at < entries.length; at += ITEMS_PER_REQUEST) {
      const part = entries.slice(at, at + ITEMS_PER_REQUEST);
      const groups = part.map(({ resource, log }) => ({ resource, logs: [log] }));
      context.emit({ tenant, signal: 'logs', items: part.length, payload: encodeLogGroups(groups, SCOPE) });
    }
  }
}
