import type { CiFact } from '@summit/contracts';
import { pushedTag, translateGithub } from '../../translate/github';
import type { DigestContext, InboxItem } from '../context';
import { asBadInput } from '../shared/decode';
import { decodeWebhook } from './decode';

/** A fact and whose it is. */
export interface Owned<F> {
  tenant: string;
  fact: F;
}

type Kind = CiFact['kind'];
export type FactOf<K extends Kind> = Extract<CiFact, { kind: K }>;
export type Owning<K extends Kind> = Owned<FactOf<K>>;

/** The facts of a batch by kind, as they came. */
export interface Batch {
  all: readonly Owned<CiFact>[];
  tags: readonly { tenant: string; provider: string; repository: string; name: string; sha: string }[];
}

export const factsOf = <K extends Kind>(batch: Batch, kind: K): Owning<K>[] =>
  batch.all.filter((owned): owned is Owning<K> => owned.fact.kind === kind);

/** Decodes and translates deliveries; counts each fact as received and what says nothing as dropped, with the reason. Throws BadInput. */
export function readBatch(items: readonly InboxItem[], context: DigestContext): Batch {
  const all: Owned<CiFact>[] = [];
  const tags: Batch['tags'][number][] = [];
  for (const item of items) {
    const { tenant } = item;
    const { event, payload } = decodeWebhook(item);
    const translation = asBadInput(() => translateGithub(event, payload));
    if ('dropped' in translation) {
      countItem(context, tenant, 'event', 'received');
      countItem(context, tenant, 'event', 'dropped', 1, translation.dropped);
      continue;
    }
    for (const fact of translation.facts) {
      countItem(context, tenant, fact.kind, 'received');
      all.push({ tenant, fact });
    }
    const tag = event === 'push' ? pushedTag(payload) : undefined;
    const repository = translation.facts[0]?.repository;
    if (tag && repository)
      tags.push({ tenant, provider: repository.provider, repository: repository.fullName, ...tag });
  }
  return { all, tags };
}

export function countItem(
  context: DigestContext,
  tenant: string,
  category: string,
  state: 'received' | 'stored' | 'deduplicated' | 'dropped',
  quantity = 1,
  reason = '',
): void {
  if (quantity > 0) context.count({ tenant, source: 'github', unit: 'item', category, state, reason, quantity });
}

/** Counts facts of which `stored` changed something: the others were known. */
export function countStored(
  context: DigestContext,
  facts: readonly Owned<CiFact>[],
  storedByTenant: ReadonlyMap<string, number>,
): void {
  const sent = new Map<string, number>();
  for (const { tenant } of facts) sent.set(tenant, (sent.get(tenant) ?? 0) + 1);
  const category = facts[0]?.fact.kind ?? '';
  for (const [tenant, quantity] of sent) {
    const stored = Math.min(quantity, storedByTenant.get(tenant) ?? 0);
    countItem(context, tenant, category, 'stored', stored);
    countItem(context, tenant, category, 'deduplicated', quantity - stored);
  }
}

/** How many rows each tenant has among those given. */
export function perTenant(rows: readonly { tenant: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tenant } of rows) counts.set(tenant, (counts.get(tenant) ?? 0) + 1);
  return counts;
}
