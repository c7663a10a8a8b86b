import type { Frame } from '@summit/contracts';

/** A frame with its place in the payload, which is its permalink. */
export interface PlacedFrame {
  frame: Frame;
  index: number;
}

export type StackRow = { kind: 'frame'; placed: PlacedFrame } | { kind: 'library'; frames: readonly PlacedFrame[] };

/**
 * A stack as people read it: what was running first, its callers below. Runs of library frames fold into one row each, unless
 * nothing of the stack is the application's own: then folding would leave nothing.
 */
export function foldStack(frames: readonly Frame[]): StackRow[] {
  const placed = frames.map((frame, index) => ({ frame, index })).reverse();
  if (!frames.some(({ inApp }) => inApp)) return placed.map((one) => ({ kind: 'frame', placed: one }));
  const rows: StackRow[] = [];
  let library: PlacedFrame[] = [];
  const close = () => {
    if (library.length > 0) rows.push({ kind: 'library', frames: library });
    library = [];
  };
  for (const one of placed) {
    if (one.frame.inApp) {
      close();
      rows.push({ kind: 'frame', placed: one });
    } else library.push(one);
  }
  close();
  return rows;
}

/** The frame that is opened first: the innermost of the application's own, else the innermost. */
export function firstFrame(frames: readonly Frame[]): number {
  const own = frames.findLastIndex(({ inApp }) => inApp);
  return own === -1 ? frames.length - 1 : own;
}

/** Where library frames come from, in a word or two: `node_modules/express`, else the module or file. */
export function libraryName(frames: readonly PlacedFrame[]): string {
  const names = new Set(
    frames.map(({ frame }) => {
      const path = frame.absPath ?? frame.filename ?? '';
      const found = /(?:node_modules|site-packages|dist-packages)\/(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[1];
      return found ?? frame.package ?? frame.module?.split('.')[0] ?? '';
    }),
  );
  names.delete('');
  const [first, second, ...rest] = [...names];
  if (first === undefined) return 'libraries';
  if (second === undefined) return first;
  return rest.length > 0 ? `${first}, ${second} and ${rest.length} more` : `${first} and ${second}`;
}

export interface SourceLine {
  number: number;
  text: string;
  /** The line that was running. */
  current: boolean;
}

/** The source around a frame, with line numbers; empty where none was sent. */
export function sourceLines(frame: Frame): SourceLine[] {
  const { lineno, contextLine, preContext = [], postContext = [] } = frame;
  if (lineno === undefined || contextLine === undefined) return [];
  return [...preContext, contextLine, ...postContext].map((text, index) => ({
    number: lineno - preContext.length + index,
    text,
    current: index === preContext.length,
  }));
}

/** Where a frame is, as people write it: `cart/totals.ts:42:17`. */
export function place({ filename, absPath, module, lineno, colno }: Frame): string {
  const file = filename ?? absPath ?? module ?? '<unknown>';
  return [file, lineno, lineno === undefined ? undefined : colno].filter((part) => part !== undefined).join(':');
}
