import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import type { Command } from '../commands';
import { wordsOf } from '../options';
import { repositoryOrUsage } from '../repository';
import { send } from '../send';
import { Usage } from '../terminal';

const text = { type: 'string' } as const;
const options = { repository: text, syntax: text, timeout: text, strict: { type: 'boolean' } } as const;
const compress = promisify(gzip);

/** Where GitHub and GitLab look, in the order of the first; GitLab's own place last. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

export const owners: Command = {
  name: 'owners',
  summary: 'tell who looks after tests, by CODEOWNERS',
  help: `Usage: summit owners [file] [options]

  summit owners

Without a file the first of ${places.join(', ')} is sent. Send it from the default branch: what came last counts.
Lines such as "# summit: suite com.example.cart @demo/cart" name the owners of tests whose reports name no file.

  --repository NAME   owner/name, where it is another than the job's
  --syntax NAME       github or gitlab; by default gitlab in GitLab CI, from .gitlab/ and where there are sections
  --timeout SEC       how long to try in all, 30 by default
  --strict            fail when it could not be told

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, { env, version, say, warn }) {
    const { values, positionals } = wordsOf(args, options);
    const address = addressOf(env);
    const token = tokenOf(env);
    const deadline = deadlineOf(values.timeout, 30);
    const file = fileOf(positionals);
    const syntax = values.syntax ?? (env['GITLAB_CI'] === 'true' || file.includes('.gitlab/') ? 'gitlab' : undefined);
    address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/code-owners`;
    address.searchParams.set('repository', repositoryOrUsage(values.repository, env));
    address.searchParams.set('path', path.isAbsolute(file) ? path.basename(file) : file);
    if (syntax !== undefined) address.searchParams.set('syntax', syntax);
    const body = await compress(await readFile(file));
    const sent = await send({ address, token, body, version, compressed: true }, deadline);
    if (sent.ok) {
      say(`${file}: sent`);
      return 0;
    }
    warn(`${file}: not sent: ${sent.reason}`);
    return values.strict === true ? 1 : 0;
  },
};

/** @throws Usage */
function fileOf(words: readonly string[]): string {
  if (words.length > 1) throw new Usage('one file, please');
  const file = words[0] ?? places.find((place) => existsSync(place));
  if (file !== undefined && existsSync(file)) return file;
  throw new Usage(file === undefined ? `there is none of ${places.join(', ')}` : `${file}: there is no such file`);
}
