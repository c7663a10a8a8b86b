import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Usage } from './terminal';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options alone. @throws Usage */
export const optionsOf = <T extends Options>(args: readonly string[], options: T) =>
  readable(() => parseArgs({ args: [...args], options, allowPositionals: false }).values);

/** Options, and words between and behind them. @throws Usage */
export const wordsOf = <T extends Options>(args: readonly string[], options: T) =>
  readable(() => parseArgs({ args: [...args], options, allowPositionals: true }));

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // Node adds advice about `--` behind the first sentence.
    const [what = ''] = String(error instanceof Error ? error.message : error).split('. ', 1);
    throw new Usage(what.charAt(0).toLowerCase() + what.slice(1));
  }
}
