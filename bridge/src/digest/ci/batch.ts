import { CiFact, CiProvider } from '@summit/contracts';
import { ciTranslators } from '../../translate/ci';
import { BadInput, type DigestContext, type InboxItem } from '../context';
import { countItem } from '../shared/count';
import { asBadInput, storable } from '../shared/decode';
import { decodeWebhook } from './decode';

/** A fact, whose it is and whose door it came through. */
export interface Owned<F> {
  tenant: string;
  source: CiProvider;
  fact: F;
  /** It was over long before it was heard of, too long for metrics, which know only now. */
  history?: boolean;
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

/** Facts as they are stored, each counted as received. Throws BadInput. */
export function ownFacts(
  owner: Omit<Owned<unknown>, 'fact'>,
  facts: readonly CiFact[],
  context: DigestContext,
): Owned<CiFact>[] {
  return facts.map(sound).map((fact) => {
    countItem(context, owner, fact.kind, 'received');
    return { ...owner, fact };
  });
}

/** Decodes and translates deliveries; counts each fact as received and what says nothing as dropped, with the reason. Throws BadInput. */
export function readBatch(items: readonly InboxItem[], context: DigestContext): Batch {
  const all: Owned<CiFact>[] = [];
  const tags: Batch['tags'][number][] = [];
  for (const item of items) {
    const { tenant } = item;
    const source = CiProvider.parse(item.source);
    const { event, payload, history } = decodeWebhook(item);
    const translation = asBadInput(() => ciTranslators[source].translate(event, payload));
    if ('dropped' in translation) {
      countItem(context, { tenant, source }, 'event', 'received');
      countItem(context, { tenant, source }, 'event', 'dropped', 1, translation.dropped);
      continue;
    }
    all.push(...ownFacts({ tenant, source, history }, translation.facts, context));
    const repository = translation.facts[0]?.repository;
    if (translation.tag && repository)
      tags.push({ tenant, provider: repository.provider, repository: repository.fullName, ...translation.tag });
  }
  return { all, tags };
}

/** The fact, sure to be read again as it is stored. Throws BadInput with the field that is not: it would be stuck for good. */
function sound(fact: CiFact): CiFact {
  const parsed = CiFact.safeParse(storable(fact));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new BadInput(`The ${fact.kind} does not make sense: ${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`);
}

type Sender = Pick<Owned<unknown>, 'tenant' | 'source'>;

/** Counts facts of which `stored` changed something: the others were known. */
export function countStored(
  context: DigestContext,
  facts: readonly Owned<CiFact>[],
  stored: ReadonlyMap<string, number>,
): void {
  const sent = new Map<string, { owned: Owned<CiFact>; quantity: number }>();
  for (const owned of facts) {
    const entry = sent.get(senderKey(owned));
    if (entry) entry.quantity += 1;
    else sent.set(senderKey(owned), { owned, quantity: 1 });
  }
  for (const [key, { owned, quantity }] of sent) {
    const changed = Math.min(quantity, stored.get(key) ?? 0);
    countItem(context, owned, owned.fact.kind, 'stored', changed);
    countItem(context, owned, owned.fact.kind, 'deduplicated', quantity - changed);
  }
}

/** How many rows each sender has among those given. */
export function perSender(rows: readonly Sender[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(senderKey(row), (counts.get(senderKey(row)) ?? 0) + 1);
  return counts;
}

const senderKey = ({ tenant, source }: Sender): string => `${tenant}\u0000${source}`;
