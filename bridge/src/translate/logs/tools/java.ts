import { clear, levelOf, number, type Tool } from './model';

/** `Cart.java:5: error: ';' expected`. */
const JAVAC = /^(\S.*?\.(?:java|groovy|scala|kts?)):(\d+):(?:(\d+):)? (error|warning): (?:\[([\w-]+)\] )?(.+)$/;
const KOTLIN = /^([ew]): (?:file:\/\/)?(\S+?\.kts?)(?::(\d+):(\d+)|: \((\d+), (\d+)\)):? (.+)$/;
const MAVEN = /^\[(ERROR|WARNING)\] (\S.*?):\[(\d+),(\d+)\] (?:error: |warning: )?(?:\[([\w-]+)\] )?(.+)$/;
const MAVEN_GOAL = /^\[ERROR\] Failed to execute goal (?:on project )?(.+)$/;
const SUREFIRE = /^\[ERROR\]\s{2,}(?:\[ERROR\] )?([\w.$]+\.[\w$]+|\w[\w$]*)(?:\(.*\))?:(\d+)(?:->\S+)? (.+)$/;
const GRADLE_TEST = /^([\w.$]+) > (.+) FAILED$/;
const GRADLE_WRONG = '* What went wrong:';
const GRADLE_EXECUTION = /^Execution failed for task '(:\S+)'\.$/;

export const java: Tool = {
  name: 'java',
  read(text, notes, { previous }) {
    if (text.startsWith('[')) return maven(text, notes);
    const javac = JAVAC.exec(text);
    if (javac) {
      const [, file, row, column, level, code, message = ''] = javac;
      return { level: levelOf(level), tool: 'javac', file, row: number(row), column: number(column), code, message };
    }
    const kotlin = KOTLIN.exec(text);
    if (kotlin) {
      const [, level, file, row, column, oldRow, oldColumn, message = ''] = kotlin;
      return {
        level: level === 'w' ? 'warning' : 'error',
        tool: 'kotlinc',
        file,
        row: number(row ?? oldRow),
        column: number(column ?? oldColumn),
        message,
      };
    }
    const test = GRADLE_TEST.exec(text);
    if (test) return { level: 'error', tool: 'gradle', message: `${test[1]} > ${test[2]}` };
    if (previous !== GRADLE_WRONG || text.trim() === '') return null;
    const task = GRADLE_EXECUTION.exec(text)?.[1];
    return { level: 'error', tool: 'gradle', code: task, message: task === undefined ? text : `Execution failed` };
  },
};

/** Maven says at its end once more what it said before. */
function maven(text: string, notes: Record<string, string>) {
  if (text.startsWith('[INFO] Building ') || text.startsWith('[INFO] Scanning ')) clear(notes);
  const located = MAVEN.exec(text);
  if (located) {
    if (notes['goal'] !== undefined) return null;
    const [, level, file, row, column, code, message = ''] = located;
    notes['said'] = '1';
    return {
      level: levelOf(level),
      tool: 'maven',
      file,
      row: number(row),
      column: number(column),
      code,
      message,
    };
  }
  const goal = MAVEN_GOAL.exec(text);
  if (goal) {
    notes['goal'] = '1';
    return notes['said'] === '1' ? null : { level: 'error' as const, tool: 'maven', message: goal[1] ?? '' };
  }
  const test = notes['goal'] === undefined ? SUREFIRE.exec(text) : null;
  if (!test) return null;
  notes['said'] = '1';
  return { level: 'error' as const, tool: 'maven', row: number(test[2]), message: `${test[1]}: ${test[3]}` };
}
