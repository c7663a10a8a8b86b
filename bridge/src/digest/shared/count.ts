import type { DigestContext, Source } from '../context';

/** Counts items of one kind that a delivery contained; none of them is no entry. */
export function countItem(
  context: DigestContext,
  { tenant, source }: { tenant: string; source: Source },
  category: string,
  state: 'received' | 'stored' | 'deduplicated' | 'dropped',
  quantity = 1,
  reason = '',
): void {
  if (quantity > 0) context.count({ tenant, source, unit: 'item', category, state, reason, quantity });
}
