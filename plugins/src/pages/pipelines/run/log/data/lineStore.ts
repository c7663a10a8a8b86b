import type { LogLine, LogLines } from '@summit/contracts';

export const PAGE_LINES = 1000;
/** Pages that are kept; the ones that were looked at longest ago go first. */
const MOST_PAGES = 120;
const AT_ONCE = 3;

interface Page {
  readonly lines: readonly LogLine[];
}

export interface LineStore {
  /** A line (counted from 1), where its page is here. */
  readonly line: (line: number) => LogLine | undefined;
  /** Asks for the pages of these lines; what was asked for before and is not under way is given up. */
  readonly want: (lines: readonly number[]) => void;
  /** How many lines the log has by now. Fewer than before means another log: all that is known of it is thrown away. */
  readonly setTotal: (total: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Another number whenever something changed. */
  readonly version: () => number;
  /** Why pages are missing. */
  readonly failure: () => unknown;
  readonly retry: () => void;
  readonly dispose: () => void;
}

/** The page of a line, counted from 0. */
export const pageOf = (line: number): number => Math.floor((line - 1) / PAGE_LINES);

/** Keeps the pages of a log that are looked at, and loads those that are missing: few at once, the wanted first. */
export function createLineStore(load: (from: number, count: number) => Promise<LogLines>): LineStore {
  const pages = new Map<number, Page>();
  const loading = new Set<number>();
  const listeners = new Set<() => void>();
  let wanted: readonly number[] = [];
  let total = 0;
  let version = 0;
  let generation = 0;
  let failure: unknown;
  let disposed = false;

  const tell = (): void => {
    version++;
    for (const listener of listeners) listener();
  };
  const sizeOf = (page: number): number => Math.min(PAGE_LINES, total - page * PAGE_LINES);
  const isWhole = (page: number): boolean => (pages.get(page)?.lines.length ?? 0) >= sizeOf(page);
  const keep = (page: number, lines: readonly LogLine[]): void => {
    pages.delete(page);
    pages.set(page, { lines });
    for (const oldest of pages.keys()) {
      if (pages.size <= MOST_PAGES) break;
      if (!wanted.includes(oldest)) pages.delete(oldest);
    }
  };
  const fetchPage = (page: number): void => {
    const mine = generation;
    loading.add(page);
    load(page * PAGE_LINES + 1, PAGE_LINES)
      .then(({ lines }) => {
        if (mine !== generation) return;
        loading.delete(page);
        // Where the bridge has fewer lines than it told of, asking again at once would go on for ever.
        const another = lines.length > (pages.get(page)?.lines.length ?? 0);
        if (another) keep(page, lines);
        tell();
        if (another) pump();
      })
      .catch((error: unknown) => {
        if (mine !== generation) return;
        loading.delete(page);
        failure = error;
        tell();
      });
  };
  const pump = (): void => {
    if (disposed || failure !== undefined) return;
    for (const page of wanted) {
      if (loading.size >= AT_ONCE) return;
      if (sizeOf(page) > 0 && !isWhole(page) && !loading.has(page)) fetchPage(page);
    }
  };
  const forget = (): void => {
    generation++;
    pages.clear();
    loading.clear();
  };

  return {
    line: (line) => pages.get(pageOf(line))?.lines[(line - 1) % PAGE_LINES],
    want: (lines) => {
      wanted = [...new Set(lines.map(pageOf))];
      for (const page of wanted) {
        const known = pages.get(page);
        if (known) keep(page, known.lines);
      }
      pump();
    },
    setTotal: (next) => {
      if (next === total) return;
      if (next < total) forget();
      total = next;
      tell();
      pump();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    failure: () => failure,
    retry: () => {
      failure = undefined;
      tell();
      pump();
    },
    dispose: () => {
      disposed = true;
      forget();
    },
  };
}
