import { NewToken } from '@summit/contracts';
import { parseArgs } from 'node:util';
import { listCommand, replayCommand, showCommand } from './cli/deadLetters';
import { keyFromFile, rekeyCommand } from './cli/rekey';
import { withStore } from './cli/store';
import { createCommand as createTenantCommand, listCommand as tenantsCommand } from './cli/tenants';
import { createTokenCommand } from './cli/tokens';
import { jobEnvironment, traceIdLines } from './cli/traceIds';
import { projectSlug, tenantName } from './config/forms';
import { ConfigError, readConfig, settingNames, settingRows } from './config/settings';
import { unknownLine, unknownSettings } from './config/unknown';
import { main } from './main';
import { sealOf } from './process/seal';

/** The person at the terminal asked for something that is not there; the message is one line. */
export class Usage extends Error {}

const help = `summit-bridge: the bridge and its tools

  start                             run the bridge (also without a command)
  migrate                           bring the database to the newest schema, and end
  config                            print every setting with its value
  dead-letters list [--limit N]     requests that could not be applied, the newest first
  dead-letters show <id>            one of them, with its reason and body
  dead-letters replay <id>… | --all put them back into the inbox
  tenants list                      the tenants, the oldest first
  tenants create <name> [--project NAME] [--grafana-org ID]
                                    make one more, with a project; print its DSN and API token, once
  tokens create <tenant> <name> [--kind service|grafana] [--scopes read,write,admin]
                                    make an API token of a tenant; print it, once
  rekey [--from FILE]               seal the webhook secrets with the key of now; FILE holds the one before
  trace-ids [--run ID] [--attempt N] [--job ID] [--step NAME] [--occurrence N]
            [--provider gitlab --host HOST --repository GROUP/PROJECT]
                                    the trace and span ids of a run; inside a job of GitHub or GitLab it is known
`;

type Command = (args: string[]) => Promise<void>;

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['start', (args) => (noMore(args), main(process.env))],
  [
    'migrate',
    (args) => (noMore(args), withStore(readConfig(process.env), async () => print('the schema is up to date'))),
  ],
  ['config', async (args) => (noMore(args), printConfig())],
  ['dead-letters', deadLetters],
  ['tenants', tenants],
  ['tokens', tokens],
  ['rekey', rekeyCli],
  ['trace-ids', traceIds],
  ['help', async () => print(help.trimEnd())],
]);

async function deadLetters(args: string[]): Promise<void> {
  const [action = 'list', ...rest] = args;
  const options = { limit: { type: 'string' }, all: { type: 'boolean' } } as const;
  const { values, positionals } = parse(() => parseArgs({ args: rest, options, allowPositionals: true }));
  const config = readConfig(process.env);
  switch (action) {
    case 'list':
      noMore(positionals);
      return withStore(config, (db) => listCommand(db, numberOf(values.limit ?? '50', '--limit'), print));
    case 'show': {
      const [id, ...more] = positionals;
      noMore(more);
      if (id === undefined) throw new Usage('dead-letters show needs the id of a dead letter');
      return withStore(config, (db) => showCommand(db, numberOf(id, 'the id'), print));
    }
    case 'replay': {
      const ids = positionals.map((id) => numberOf(id, 'the id'));
      if (values.all === true ? ids.length > 0 : ids.length === 0)
        throw new Usage('dead-letters replay needs ids, or --all');
      return withStore(config, (db) => replayCommand(db, values.all === true ? 'all' : ids, print));
    }
    default:
      throw new Usage(`dead-letters has no action ${action}: list, show or replay`);
  }
}

async function tenants(args: string[]): Promise<void> {
  const [action = 'list', ...rest] = args;
  const text = { type: 'string' } as const;
  const options = { project: text, 'grafana-org': text };
  const { values, positionals } = parse(() => parseArgs({ args: rest, options, allowPositionals: true }));
  const config = readConfig(process.env);
  switch (action) {
    case 'list':
      noMore([...positionals, ...Object.keys(values).map((option) => `--${option}`)]);
      return withStore(config, (db) => tenantsCommand(db, print));
    case 'create': {
      const [name, ...more] = positionals;
      noMore(more);
      if (name === undefined) throw new Usage('tenants create needs the name of the tenant');
      const tenant = formed(tenantName, name, 'the name of a tenant');
      const project = formed(projectSlug, values.project ?? 'default', '--project');
      const org = values['grafana-org'];
      const orgId = org === undefined ? undefined : numberOf(org, '--grafana-org');
      return withStore(config, (db) => createTenantCommand(db, config, { tenant, project, orgId }, print));
    }
    default:
      throw new Usage(`tenants has no action ${action}: list or create`);
  }
}

async function tokens(args: string[]): Promise<void> {
  const [action, ...rest] = args;
  const text = { type: 'string' } as const;
  const options = { kind: text, scopes: text };
  const { values, positionals } = parse(() => parseArgs({ args: rest, options, allowPositionals: true }));
  if (action !== 'create') throw new Usage(`tokens has no action ${action ?? ''}: create`);
  const [tenant, name, ...more] = positionals;
  noMore(more);
  if (tenant === undefined || name === undefined) throw new Usage('tokens create needs a tenant and a name');
  const scopes = (values.scopes ?? 'read,write,admin').split(',');
  const { success, data, error } = NewToken.safeParse({ name, kind: values.kind ?? 'service', scopes });
  if (!success) throw new Usage(`${String(error.issues[0]?.path[0])} of a token: ${error.issues[0]?.message}`);
  return withStore(readConfig(process.env), (db) => createTokenCommand(db, tenant, data, print));
}

/** The text, where it has the form of such a setting. */
function formed(form: typeof tenantName, given: string, what: string): string {
  const { success, data, error } = form.safeParse(given);
  if (!success) throw new Usage(`${what} is ${JSON.stringify(given)}; it must be ${error.issues[0]?.message}`);
  return data;
}

async function rekeyCli(args: string[]): Promise<void> {
  const { values } = parse(() => parseArgs({ args, options: { from: { type: 'string' } } }));
  const before = values.from === undefined ? null : await keyFromFile(values.from);
  const config = readConfig(process.env);
  await withStore(config, async (db) => rekeyCommand(db, await sealOf(config), before, print));
}

async function traceIds(args: string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const scope = { provider: text, host: text, repository: text };
  const options = { ...scope, run: text, attempt: text, job: text, step: text, occurrence: text };
  const { values } = parse(() => parseArgs({ args, options }));
  const known = jobEnvironment(process.env);
  const run = values.run ?? known.run;
  if (run === undefined) throw new Usage('trace-ids needs --run, the id of a run');
  const lines = traceIdLines({
    scope: {
      provider: values.provider ?? known.scope.provider,
      host: values.host ?? known.scope.host,
      repository: values.repository ?? known.scope.repository,
    },
    run,
    attempt: numberOf(values.attempt ?? known.attempt ?? '1', '--attempt'),
    job: values.job ?? known.job,
    step: values.step,
    occurrence: numberOf(values.occurrence ?? '1', '--occurrence'),
  });
  for (const line of lines) print(line);
}

function printConfig(): Promise<void> {
  const config: Readonly<Record<string, unknown>> = readConfig(process.env);
  for (const { name, secret } of settingRows()) {
    const value = config[name];
    if (value === undefined) print(`# ${name} is not set`);
    else print(`${name}=${secret ? '(secret)' : JSON.stringify(value)}`);
  }
  const unknown = unknownLine(unknownSettings(process.env, settingNames));
  if (unknown !== null) print(`# ${unknown}`);
  return Promise.resolve();
}

/** A positive whole number, as PostgreSQL's ids are. */
function numberOf(text: string, what: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Usage(`${what} must be a positive number, not ${text}`);
  return number;
}

function noMore(args: readonly string[]): void {
  if (args[0] !== undefined) throw new Usage(`what is ${args[0]}? see: summit-bridge help`);
}

function parse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Usage(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(args: string[]): Promise<void> {
  const [name = 'start', ...rest] = args;
  const command = commands.get(name === '--help' || name === '-h' ? 'help' : name);
  if (!command) throw new Usage(`there is no command ${name}; see: summit-bridge help`);
  await command(rest);
}

if (require.main === module) {
  // `… | head` closes the pipe: that is an end, not an error.
  process.stdout.on('error', () => process.exit(0));
  run(process.argv.slice(2)).catch((error: unknown) => {
    const lines =
      error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
    for (const line of lines) process.stderr.write(`summit-bridge: ${line.split('\n')[0]}\n`);
    process.exitCode = error instanceof Usage ? 2 : 1;
  });
}
