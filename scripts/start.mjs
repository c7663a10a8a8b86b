import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { build } from './lib/build.mjs';
import { makeDataDirectory } from './lib/dataDirectory.mjs';
import { checkNode, install } from './lib/install.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { portsFrom } from './lib/ports.mjs';
import { fail, options, say } from './lib/terminal.mjs';

const help = `npm start [-- options]

Installs and builds what is missing, then runs the bridge on an embedded PostgreSQL and a preview of the plugins' pages.

  --demo       also feed demo traffic: a day of history, then live; when it was started before, on from where it stopped
  --help       this text

Environment: PORT (default 4180; the preview takes the next one; 0 takes free ones), DATA_DIR (default .data), and all of docs/configuration.md.`;

const wanted = options(process.argv.slice(2), { demo: 'flag', help: 'flag' });
if (wanted.help) {
  say(help);
  process.exit(0);
}

/** What `work` makes, or the end of this program with one line. */
function orFail(work, lineOf) {
  try {
    return work();
  } catch (error) {
    return fail(lineOf(error));
  }
}

const free = (port) =>
  new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

checkNode();
const ports = orFail(
  () => portsFrom(process.env.PORT || '4180'),
  (error) => error.message,
);
const dataDir = path.resolve(root, process.env.DATA_DIR || '.data');
orFail(
  () => makeDataDirectory(dataDir),
  (error) =>
    `DATA_DIR: files cannot be kept in ${dataDir} (${error.code ?? error.message}); set it to a directory that can be written`,
);
for (const needed of Object.values(ports).filter((port) => port !== 0)) {
  if (!(await free(needed))) fail(`port ${needed} is taken (set PORT; the preview takes the port after it)`);
}

await install();
await build();

const children = new Set();
let stopping = false;

/**
 * Starts a child whose log (JSON lines on its standard error, progress on its standard output) goes to a file in the data directory;
 * resolves with the text behind `ready:`. Credentials are not logged. A line that begins with its name, and what a failing child says to people,
 * is passed on. Each has a process group of its own: Ctrl-C in a terminal goes to a whole group, and a child that is told twice would not end in
 * order.
 */
function start(name, command, args, env, { needed = true } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  children.add(child);
  const log = createWriteStream(path.join(dataDir, `${name}.log`), { flags: 'a', mode: 0o600 });
  const spoken = [];
  let starting = true;
  readline.createInterface({ input: child.stderr }).on('line', (line) => {
    log.write(`${line}\n`);
    if (!line.startsWith('{') && line.trim() !== '') spoken.push(line);
    const warning = starting && warningIn(line);
    if (warning) process.stderr.write(`summit: ${warning}\n`);
  });
  return new Promise((resolve) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      if (!/^(dsn|token): /.test(line)) log.write(`${line}\n`);
      const ready = /^ready: (\S+)/.exec(line);
      if (line.startsWith(`${name}: `)) say(`${line} (log: ${path.join(dataDir, `${name}.log`)})`);
      if (!ready) return;
      starting = false;
      resolve(ready[1]);
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      if (stopping) return;
      const ended = `the ${name} ended (${signal ?? code}); see ${path.join(dataDir, `${name}.log`)}`;
      const lines = spoken.length > 0 ? spoken.slice(-20) : [ended];
      const said = lines.map((line) => line.replace(/^summit(-bridge)?: /, '')).join('\nsummit: ');
      if (needed) void stop(code || 1, said);
      else process.stderr.write(`summit: ${said}\n`);
    });
  });
}

/** What a line of the log says, if it warns: until the child is ready, that is for the person who started it. */
function warningIn(line) {
  const warned = /^\{"level":(?:40|50|60),/.test(line);
  return warned ? JSON.parse(line).msg : undefined;
}

async function stop(code, line) {
  if (stopping) return;
  stopping = true;
  if (line) process.stderr.write(`summit: ${line}\n`);
  const gone = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.kill('SIGTERM');
  const patience = setTimeout(() => [...children].forEach((child) => child.kill('SIGKILL')), 15_000);
  await Promise.all(gone);
  clearTimeout(patience);
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
if (process.env.npm_lifecycle_event) {
  // npm does not pass SIGTERM on; without it nobody could end us any more.
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && void stop(0), 1_000).unref();
}

const url = await start('bridge', process.execPath, ['--disable-proto=delete', inRoot('bridge/dist/main.js')], {
  PORT: String(ports.bridge),
  DATA_DIR: dataDir,
});
const file = path.join(dataDir, 'credentials.json');
const { dsn, token } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const ui = await start('preview', process.execPath, [inRoot('preview/host/dist/server.js')], {
  PORT: String(ports.preview),
  BRIDGE_URL: url,
  BRIDGE_TOKEN: token ?? process.env.BRIDGE_TOKEN ?? '',
});

say(`url: ${url}`);
say(`ui: ${ui}`);
say(`dsn: ${dsn ?? '(your own DATABASE_URL: the DSN was printed at the first start; see Settings)'}`);
say(`token: ${token ?? '(your own DATABASE_URL: the token was printed at the first start)'}`);
say(
  'grafana: to use your own Grafana, put plugins/dist into its plugin directory as summit-observability-app and start the bridge with GRAFANA_ISSUER and give the data source the url above and a token of kind grafana (docs/install.md)',
);
say(
  `otlp: ${process.env.OTLP_ENDPOINT ? `sending to ${process.env.OTLP_ENDPOINT}` : 'to send to your Collector, set OTLP_ENDPOINT, such as http://127.0.0.1:4318, beside what you started with'}`,
);
if (wanted.demo) {
  const command = [inRoot('node_modules/.bin/tsx'), inRoot('demo/src/main.ts')];
  void start(
    'demo',
    process.execPath,
    command,
    { SUMMIT_URL: url, SUMMIT_TOKEN: token, DATA_DIR: dataDir },
    { needed: false },
  );
}
say('Ctrl-C stops everything.');
