import { api, type Params } from '../api/client';

/** As many as a file gets. */
export const MOST_ROWS = 10_000;
const PAGE = 200;

/** All items of a list, page by page, up to `MOST_ROWS`; `told` hears how many there are so far. Ends early, with what there is, where `signal` says so. */
export async function allPages<T>(
  path: string,
  params: Params,
  told: (count: number) => void,
  signal: AbortSignal,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: T[]; next: string | null } = await api.get(path, { ...params, limit: PAGE, cursor });
    items.push(...page.items);
    told(Math.min(items.length, MOST_ROWS));
    cursor = page.next;
  } while (cursor !== null && items.length < MOST_ROWS && !signal.aborted);
  return items.slice(0, MOST_ROWS);
}
