import { levelOf, number, type Tool } from './model';

/** MSBuild, and with it C#, F#, Visual Basic and the C++ compiler and linker of Visual Studio. */
const LOCATED =
  /^\s*(\S.*?)(?:\((\d+)(?:,(\d+))?(?:,\d+,\d+)?\))? ?: (?:fatal )?(error|warning) ([A-Z]{1,8}\d{2,5}) ?: (.+?)(?: \[[^\]]+proj\])?$/;

export const dotnet: Tool = {
  name: 'msbuild',
  read(text) {
    const found = LOCATED.exec(text);
    if (!found) return null;
    const [, file = '', row, column, level, code = '', message = ''] = found;
    if (code.startsWith('TS')) return null;
    return {
      level: levelOf(level),
      tool: 'msbuild',
      file: /[\\/.]/.test(file) ? file : undefined,
      row: number(row),
      column: number(column),
      code,
      message,
    };
  },
};
