import { levelOf, number, type Tool } from './model';

/** GCC and Clang, and those that write as they do (Swift, Fortran, the assembler). */
const LOCATED =
  /^((?:[A-Za-z]:)?[^\s:()][^:()]*\.(?:c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|inl|ipp|tcc|m|mm|cu|cuh|s|S|f90|f|swift|proto|pb\.h)):(\d+):(?:(\d+):)? (?:fatal )?(error|warning): (.+?)(?: \[-W(?:error=)?([\w=+,-]+)\])?$/;
const LINKER =
  /^(?:\S*\bld(?:\.\w+)?: )?(?:\S+?\.(?:o|a)(?:\([^)]*\))?:)?\s?(\S+?\.\w+):(?:(\d+)|\(\.\w[^)]*\)): (undefined reference to .+|multiple definition of .+)$/;
const LINKER_GLOBAL =
  /^(?:\S*\bld(?:\.\w+)?|lld): (?:error: )?((?:undefined symbol|cannot find|duplicate symbol|library not found).+)$/;

export const gcc: Tool = {
  name: 'gcc',
  read(text) {
    const found = LOCATED.exec(text);
    if (found) {
      const [, file = '', row, column, level, message = '', flag] = found;
      return {
        level: levelOf(level),
        tool: file.endsWith('.swift') ? 'swift' : 'gcc',
        file,
        row: number(row),
        column: number(column),
        code: flag === undefined ? undefined : `-W${flag}`,
        message,
      };
    }
    const linker = LINKER.exec(text);
    if (linker)
      return { level: 'error', tool: 'ld', file: linker[1], row: number(linker[2]), message: linker[3] ?? '' };
    const global = LINKER_GLOBAL.exec(text);
    return global ? { level: 'error', tool: 'ld', message: global[1] ?? '' } : null;
  },
};
