import { levelOf, number, type Found, type Tool } from './model';

/** Below the path of the file: `  3:3  error  Unexpected var  no-var`. stylelint writes ✖ and ⚠ for the words. */
const STYLISH = /^\s+(\d+):(\d+)\s+(error|warning|✖|⚠)\s+(\S.*?)(?:\s{2,}([@\w/-]+))?\s*$/;
const COMPACT = /^(\S.*?): line (\d+), col (\d+), (Error|Warning) - (.+?)(?: \(([@\w/-]+)\))?$/;

export const eslint: Tool = {
  name: 'eslint',
  read(text, _notes, { path }) {
    const found = STYLISH.exec(text);
    if (found && path !== '') {
      const [, row, column, level, message, code] = found;
      return complaint(path, row, column, level === '⚠' ? 'warning' : level, message, code);
    }
    const compact = COMPACT.exec(text);
    if (!compact) return null;
    const [, file, row, column, level, message, code] = compact;
    return complaint(file ?? '', row, column, level, message, code);
  },
};

const complaint = (
  file: string,
  row: string | undefined,
  column: string | undefined,
  level: string | undefined,
  message = '',
  code: string | undefined,
): Found => ({
  level: levelOf(level),
  tool: 'eslint',
  file,
  row: number(row),
  column: number(column),
  code,
  message,
});
