import { type CollectionTag, Lexer, parseDocument } from 'yaml';
import { PayloadError } from '../payload';

/** Aliases that stand for more than this are made to fill the memory. */
const MAX_ALIASES = 100;
/** The parser calls itself for each level; past some thousands it takes the process with it. */
const MAX_DEPTH = 200;

/** What stands for GitLab's `!reference [job, key]`: the value is elsewhere. */
export const REFERENCE = '!reference';

const reference: CollectionTag = { tag: REFERENCE, collection: 'seq', resolve: () => REFERENCE };

/** The value of a YAML file of one document. Throws PayloadError. */
export function readYaml(text: string, path: string): unknown {
  if (isTooDeep(text)) throw new PayloadError(`${path}: it is nested deeper than ${MAX_DEPTH} levels`);
  try {
    // Looking for keys that come twice takes time that grows with the square of their number; a file that has them makes no run.
    const document = parseDocument(text, {
      merge: true,
      uniqueKeys: false,
      customTags: [reference],
      logLevel: 'error',
    });
    const [error] = document.errors;
    if (error) throw new PayloadError(`${path}: ${firstLine(error.message)}`);
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof PayloadError) throw error;
    throw new PayloadError(`${path}: ${firstLine(error instanceof Error ? error.message : String(error))}`);
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]?.replace(/:$/, '').slice(0, 300) ?? '';

/** Levels in brackets, and those that one line opens; deeper by indentation is bounded by what may be sent. */
function isTooDeep(text: string): boolean {
  let [brackets, ofLine] = [0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '\n' || token === '\r\n') ofLine = 0;
    else if (token === '-' || token === '?' || token === ':') ofLine += 1;
    if (brackets + (brackets > 0 ? 0 : ofLine) > MAX_DEPTH) return true;
  }
  return false;
}
