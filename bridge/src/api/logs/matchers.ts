import { createContext, Script } from 'node:vm';
import { literalOf } from '../../domain/logs/literal';
import { ApiError, badRequest } from '../errors';

/** How long an expression may take with one chunk, and with a log. */
const CHUNK_MS = 250;
const LOG_MS = 5_000;

export interface Matcher {
  /** What a chunk must hold, in any case, for a line of it to match; '' where nobody can tell. */
  readonly needs: string;
  /** Tells each line of a text, counted from 0, that matches. */
  readonly find: (text: string, match: (line: number) => void) => void;
}

/** `wanted` anywhere in a line. */
export function byText(wanted: string, isExact: boolean): Matcher {
  const sought = isExact ? wanted : wanted.toLowerCase();
  return { needs: wanted, find: (text, match) => findText(isExact ? text : text.toLowerCase(), sought, match) };
}

function findText(text: string, wanted: string, match: (line: number) => void): void {
  let line = 0;
  let counted = 0;
  for (let at = text.indexOf(wanted); at !== -1;) {
    for (let end = text.indexOf('\n', counted); end !== -1 && end < at; end = text.indexOf('\n', counted)) {
      line += 1;
      counted = end + 1;
    }
    match(line);
    const end = text.indexOf('\n', at);
    if (end === -1) return;
    at = text.indexOf(wanted, end);
  }
}

/**
 * A JavaScript expression, for each line by itself. There is no engine of linear time here, so one that takes long is given up: V8 looks for the end of its time
 * as it backtracks. Throws where it is not valid.
 */
export function byExpression(source: string, isExact: boolean): Matcher {
  const expression = compiled(source, isExact ? 'u' : 'iu');
  const run = timed();
  let spentMs = 0;
  const find: Matcher['find'] = (text, match) => {
    const lines: number[] = [];
    const began = performance.now();
    run(() => {
      for (const [index, line] of text.split('\n').entries()) if (expression.test(line)) lines.push(index);
    });
    spentMs += performance.now() - began;
    if (spentMs > LOG_MS) throw tooSlow();
    for (const line of lines) match(line);
  };
  return { needs: literalOf(source), find };
}

function compiled(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw badRequest('The expression is not valid.', [error instanceof Error ? error.message : String(error)]);
  }
}

/** Runs work that is cut off when its time is over. Making the context takes longer than most work, so there is one for all of it. */
function timed(): (work: () => void) => void {
  const given = { work: (): void => undefined };
  const context = createContext(given);
  const script = new Script('work()');
  return (work) => {
    given.work = work;
    try {
      script.runInContext(context, { timeout: CHUNK_MS });
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      throw code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? tooSlow() : error;
    }
  };
}

const tooSlow = (): ApiError =>
  badRequest('The expression takes too long.', [
    'Repetitions within repetitions do, such as (a+)+. Say it more simply.',
  ]);
