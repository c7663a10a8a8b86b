import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { feed } from './feed';
import { setUp } from './setup';

const help = `npm run demo -- [options]

Feeds a bridge with the traffic of a small company: GitHub webhooks in the provider's payloads and errors through the Sentry SDKs.

  --url URL        the bridge (or SUMMIT_URL; default http://127.0.0.1:4180)
  --token TOKEN    an API token with the admin scope (or SUMMIT_TOKEN)
  --seed WORD      another word, another company (default summit)
  --hours N        hours of history before the present (default 24)
  --history-only   stop when the history is told
  --help           this text`;

function options(argv: string[]) {
  return parseArgs({
    args: argv,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      seed: { type: 'string', default: 'summit' },
      hours: { type: 'string', default: '24' },
      'history-only': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

async function main(): Promise<void> {
  const given = options(process.argv.slice(2));
  if (given.help) return console.log(help);
  const url = given.url ?? process.env['SUMMIT_URL'] ?? 'http://127.0.0.1:4180';
  const token = given.token ?? process.env['SUMMIT_TOKEN'];
  const hours = Number(given.hours);
  if (!token) throw new Error('a token is needed: --token or SUMMIT_TOKEN (npm start prints one)');
  if (!(hours >= 0 && hours <= 24 * 30)) throw new Error(`--hours must be a number from 0 to 720, not ${given.hours}`);
  const { door, dsns } = await setUp({ url, token });
  console.log(`door: ${door.url}`);
  await feed({
    seed: given.seed,
    door,
    dsns,
    historyMs: hours * 3_600_000,
    historyOnly: given['history-only'],
    now: Date.now,
    sleep: async (ms) => void (await sleep(ms)),
    report: (line) => console.log(line),
  });
}

main().catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
