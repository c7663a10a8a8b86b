import { levelOf, number, type Tool } from './model';

/** `src/a.ts(2,9): error TS2322: …`, with `--pretty` `src/a.ts:2:9 - error TS2322: …`. */
const LOCATED = /^(\S[^():]*?)(?:\((\d+),(\d+)\):|:(\d+):(\d+) -) (error|warning) (TS\d+): (.+)$/;
const GLOBAL = /^(error|warning) (TS\d+): (.+)$/;
/** webpack's checker names the place a line before. */
const WEBPACK_PLACE = /^(?:ERROR|WARNING) in (\S+?)(?::(\d+):(\d+))?$/;
const WEBPACK = /^(?:\[tsl\] ERROR.*\s)?(TS\d+): (.+)$/;

export const tsc: Tool = {
  name: 'tsc',
  read(text, _notes, { previous }) {
    const found = LOCATED.exec(text);
    if (found) {
      const [, file, row, column, prettyRow, prettyColumn, level, code, message = ''] = found;
      return {
        level: levelOf(level),
        tool: 'tsc',
        file,
        row: number(row ?? prettyRow),
        column: number(column ?? prettyColumn),
        code,
        message,
      };
    }
    const global = GLOBAL.exec(text);
    if (global) return { level: levelOf(global[1]), tool: 'tsc', code: global[2], message: global[3] ?? '' };
    const behind = WEBPACK.exec(text);
    const place = behind && WEBPACK_PLACE.exec(previous);
    if (!behind || !place) return null;
    const [, file, row, column] = place;
    return {
      level: levelOf(previous),
      tool: 'tsc',
      file,
      row: number(row),
      column: number(column),
      code: behind[1],
      message: behind[2] ?? '',
    };
  },
};
