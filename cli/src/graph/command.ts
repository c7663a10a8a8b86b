import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { told } from '../ci/model';
import type { Command } from '../commands';
import { runIdOrUsage } from '../ids';
import { wordsOf } from '../options';
import { send } from '../send';
import { Usage } from '../terminal';
import { graphFiles } from './files';

const text = { type: 'string' } as const;
const options = { run: text, timeout: text, strict: { type: 'boolean' } } as const;

export const graph: Command = {
  name: 'graph',
  summary: 'tell which job of the run needs which, from the workflow file',
  help: `Usage: summit graph [file] [options]

  summit graph

Sends the file that makes the run, so that its critical path goes along what its jobs really need. In GitHub Actions that is the workflow, with those of the
same repository that it calls; in GitLab CI the file of CI_CONFIG_PATH, or .gitlab-ci.yml. One job of the run is enough, any one that has checked out the
repository; more of them change nothing.

  --run ID        the run, where this is no job of a CI system that is known
  --timeout SEC   how long to try in all, 30 by default
  --strict        fail when it could not be told

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, { env, version, warn }) {
    const { values, positionals } = wordsOf(args, options);
    if (positionals.length > 1) throw new Usage('a run has one file');
    const address = addressOf(env);
    const token = tokenOf(env);
    const run = told(values.run) ?? runIdOrUsage(env);
    address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/runs/${encodeURIComponent(run)}/graph`;
    const body = Buffer.from(JSON.stringify(graphFiles(positionals[0], env, process.cwd())));
    const sent = await send({ address, token, body, compressed: false, version }, deadlineOf(values.timeout, 30));
    if (sent.ok) return 0;
    warn(`the graph was not sent: ${sent.reason}`);
    return values.strict === true ? 1 : 0;
  },
};
