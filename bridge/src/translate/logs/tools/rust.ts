import { clear, levelOf, number, type Found, type Tool } from './model';

const HEAD = /^(error|warning)(?:\[([\w:]+)\])?: (.+)$/;
const PLACE = /^\s*--> (.+?):(\d+):(\d+)$/;
/** Errors of cargo that have no place in the code. */
const GLOBAL =
  /^error: (failed to select a version for .+|no matching package .+|linking with .+|failed to (?:get|download|load|parse|resolve) .+)$/;
const PANIC = /^thread '(.+?)'(?: \(\d+\))? panicked at (?:'(.+)', )?(.+?):(\d+):(\d+):?$/;

export const rust: Tool = {
  name: 'rustc',
  read(text, notes, around) {
    if (notes['panic'] !== undefined) {
      const { panic, file, row, column, line } = notes;
      clear(notes);
      return panicked(panic, text, file, row, column, Number(line));
    }
    const place = PLACE.exec(text);
    if (place) return compiled(around.previous, place, around.line - 1);
    const panic = PANIC.exec(text);
    if (panic) {
      const [, test = '', message, file = '', row = '', column = ''] = panic;
      if (message !== undefined) return panicked(test, message, file, row, column, around.line);
      Object.assign(notes, { panic: test, file, row, column, line: String(around.line) });
      return null;
    }
    const global = GLOBAL.exec(text);
    return global ? { level: 'error', tool: 'cargo', message: global[1] ?? '' } : null;
  },
};

function compiled(head: string, place: RegExpExecArray, line: number): Found | null {
  const found = HEAD.exec(head);
  if (!found) return null;
  const [, level, code, message = ''] = found;
  return {
    level: levelOf(level),
    tool: 'rustc',
    file: place[1],
    row: number(place[2]),
    column: number(place[3]),
    code,
    message,
    line,
  };
}

const panicked = (
  test: string,
  message: string,
  file: string | undefined,
  row: string | undefined,
  column: string | undefined,
  line: number,
): Found => ({
  level: 'error',
  tool: 'cargo',
  file,
  row: number(row),
  column: number(column),
  message: `${test}: ${message}`,
  line,
});
