import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { feed } from './feed';
import { setUp } from './setup';
import { readState, writeState } from './state';

const defaultState = join(resolve(__dirname, '../..', process.env['DATA_DIR'] || '.data'), 'demo.json');

const help = `npm run demo -- [options]

Feeds a bridge with the traffic of a small company: GitHub webhooks in the provider's payloads, errors through the Sentry SDKs, alerts as Grafana
sends them.

  --url URL        the bridge (or SUMMIT_URL; default http://127.0.0.1:4180)
  --token TOKEN    an API token with the admin scope (or SUMMIT_TOKEN)
  --seed WORD      another word, another company (default summit)
  --hours N        hours of history before the present (default 24)
  --state FILE     what it told and with which doors, so that it goes on where it stopped (default demo.json in DATA_DIR, .data)
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
      state: { type: 'string' },
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
  const target = { url, token };
  const file = given.state ?? defaultState;
  const stage = await setUp(target, given.seed, await readState(file));
  await writeState(file, stage.state);
  const now = Date.now();
  const { toldUntil } = stage.state;
  const from = Math.max(toldUntil ?? 0, now - hours * 3_600_000);
  console.log(
    toldUntil === null
      ? `demo: feeding ${hours} h of history, then live`
      : `demo: was here before; goes on from ${new Date(from).toISOString().slice(0, 16)}Z, then live`,
  );
  await feed({
    target,
    stage,
    from,
    historyOnly: given['history-only'],
    now: Date.now,
    sleep: async (ms) => void (await sleep(ms)),
    report: (line) => console.log(line),
    told: (until) => writeState(file, { ...stage.state, toldUntil: until }),
  });
}

main().catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
