import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a command and resolves with its exit code and output. Output is shown as it comes when `show` is set, else kept, so that a
 * failing step can print it.
 */
export function run(command, args, { show = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    const take = (stream) => (chunk) => {
      chunks.push(chunk);
      if (show) stream.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', (error) => resolve({ code: 127, output: String(error.message) }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? (signal ? 1 : 0), output: Buffer.concat(chunks).toString() }),
    );
  });
}

export const npx = (args, settings) => run(process.execPath, [binary(args[0]), ...args.slice(1)], settings);

/** The JavaScript entry of a tool in node_modules/.bin, so that no shell and no PATH is involved. */
const binary = (name) => `${root}/node_modules/.bin/${name}`;
