import { StringDecoder } from 'node:string_decoder';

/** Lines that begin with a time of their own keep it: of CI systems, and of logs that are sent again. */
const STAMPED =
  // eslint-disable-next-line no-control-regex
  /^(?:\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)(?: |$)|\[\d{4}-\d\d-\d\dT|\u001b_bk;t=)/;

export interface Collector {
  /** Takes what came. */
  add(chunk: Buffer, now: Date): void;
  /** What has come in whole lines, up to `maxBytes` and then to the end of a line; '' where there is none. */
  take(maxBytes: number): string;
  /** Ends the last line, where it has no end. */
  end(now: Date): void;
  /** Characters that wait to be taken. */
  size(): number;
}

/**
 * Collects output into whole lines, each with the time at which it came where `stamps` says so: a bridge then knows when what was written. A line that
 * grows beyond `maxLine` is taken as it is.
 */
export function collector(stamps: boolean, maxLine = 64 * 1024): Collector {
  const decoder = new StringDecoder('utf8');
  const state = { rest: '', lines: [] as string[], size: 0 };
  const keep = (line: string, now: Date): void => {
    const text = stamps && !STAMPED.test(line) ? `${now.toISOString()} ${line}\n` : `${line}\n`;
    state.lines.push(text);
    state.size += text.length;
  };
  const split = (now: Date): void => {
    const lines = state.rest.split('\n');
    state.rest = lines.pop() ?? '';
    for (const line of lines) keep(line, now);
    if (state.rest.length <= maxLine) return;
    keep(state.rest, now);
    state.rest = '';
  };
  return {
    add(chunk, now) {
      state.rest += decoder.write(chunk);
      split(now);
    },
    end(now) {
      state.rest += decoder.end();
      if (state.rest !== '') keep(state.rest, now);
      state.rest = '';
    },
    take(maxBytes) {
      let bytes = 0;
      let count = 0;
      for (const line of state.lines) {
        if (bytes >= maxBytes) break;
        bytes += line.length;
        count += 1;
      }
      state.size -= bytes;
      return state.lines.splice(0, count).join('');
    },
    size: () => state.size,
  };
}
