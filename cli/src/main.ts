import { type Command, commands, helpOf, overview } from './commands';
import { terminal, Usage, type Terminal } from './terminal';

declare const SUMMIT_VERSION: string;

async function main(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...args] = argv;
  const { say, warn } = terminal(
    (text) => process.stdout.write(text),
    (text) => process.stderr.write(text),
    [process.env['SUMMIT_TOKEN']?.trim()],
  );
  if (name === '--version' || name === '-V') {
    say(SUMMIT_VERSION);
    return 0;
  }
  const isHelp = isHelpWord(name) || name === 'help';
  const command = commands.get(isHelp ? (args[0] ?? '') : name);
  if (isHelp || (command && args.slice(0, command.takesCommand ? 1 : endOf(args)).some(isHelpWord))) {
    for (const line of (command ? helpOf(command) : overview()).split('\n')) say(line);
    return 0;
  }
  if (command === undefined) {
    warn(`there is no command ${name}; see summit --help`);
    return 2;
  }
  return attempt(
    () => command.run(args, { say, warn, env: process.env, version: SUMMIT_VERSION }),
    command,
    args,
    warn,
  );
}

/** As shells say that a command could not be run. */
const NOT_RUN = 126;

const isHelpWord = (word: string): boolean => word === '--help' || word === '-h';

/** Options end at `--`. */
const endOf = (args: readonly string[]): number => (args.includes('--') ? args.indexOf('--') : args.length);

/** A report that cannot be sent is no reason to fail a build, unless somebody said so; a command that was to be run and was not, always is. */
async function attempt(
  run: () => Promise<number>,
  { name, takesCommand = false }: Command,
  args: readonly string[],
  warn: Terminal['warn'],
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    warn(error instanceof Usage ? `${what}; see summit ${name} --help` : what);
    if (takesCommand && args.length > 0) return error instanceof Usage ? 2 : NOT_RUN;
    return args.slice(0, endOf(args)).includes('--strict') ? 1 : 0;
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`summit: ${String(error)}\n`);
  },
);
