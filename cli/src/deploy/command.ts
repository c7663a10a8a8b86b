import { randomUUID } from 'node:crypto';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { currentCode } from '../ci/code';
import { currentJob } from '../ci/job';
import type { Command, Context } from '../commands';
import { wordsOf } from '../options';
import { send } from '../send';
import { Usage } from '../terminal';
import { deploymentEvent, steps, type Step } from './event';
import { fromGit } from './git';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  environment: { ...text, short: 'e' },
  service: text,
  version: text,
  sha: text,
  repository: text,
  ref: text,
  url: text,
  strategy: text,
  region: text,
  by: text,
  'approved-by': text,
  of: text,
  comment: text,
  id: text,
  run: text,
  rollback: flag,
  production: flag,
  timeout: text,
  strict: flag,
} as const;

export const deploy: Command = {
  name: 'deploy',
  summary: 'tell that something is being deployed, who approved it, and how that ended',
  help: `Usage: summit deploy start|finish|fail|request|approve|reject --environment NAME [options]

  summit deploy start --environment production --version 1.4.0
  ./deploy.sh && summit deploy finish -e production || { summit deploy fail -e production; exit 1; }

  summit deploy request -e production --of grace,release-managers; summit deploy approve -e production --by grace

In a job the repository, the commit, the run and who set it off are found; elsewhere git is asked. The steps belong together by the run, the
environment, the service and the region, or by --id.

  -e, --environment NAME   where to, such as production
  --service NAME           what, where the repository holds several
  --version TEXT           what people call it
  --sha SHA                the commit, where it is another than the job's
  --repository URL         its repository, where it is another than the job's
  --ref NAME               branch or tag
  --url URL                a page of what was deployed
  --strategy WORD          rolling, blue-green, canary, recreate, or a word of your own
  --region NAME            where in the world
  --rollback               it goes back to something older
  --production             users are there, whatever the environment is called
  --by NAME                who deploys; who asks for an approval, approves or rejects
  --approved-by NAME       who approved it, with start, finish or fail: once
  --of NAMES               whom request asks, with commas between them
  --comment TEXT           what was said with an approval
  --id TEXT                names the deployment; the first step prints it
  --run ID                 the run, where this is no job of a CI system that is known
  --timeout SEC            how long to try in all, 30 by default
  --strict                 fail when it could not be told

SUMMIT_URL and SUMMIT_TOKEN say where and with what.`,
  async run(args, context: Context) {
    const { values, positionals } = wordsOf(args, options);
    const step = stepOf(positionals);
    const { env } = context;
    const address = addressOf(env);
    address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/ci-events`;
    const token = tokenOf(env);
    const deadline = deadlineOf(values.timeout, 30);
    const { id, delivery } = deploymentEvent(step, values, {
      job: currentJob(env),
      code: currentCode(env),
      git: fromGit,
      now: new Date(),
      newId: randomUUID,
    });
    const body = Buffer.from(JSON.stringify(delivery));
    const sent = await send({ address, token, body, compressed: false, version: context.version }, deadline);
    if (sent.ok) {
      context.say(id);
      return 0;
    }
    context.warn(`not told: ${sent.reason}`);
    return values.strict === true ? 1 : 0;
  },
};

function stepOf(words: readonly string[]): Step {
  const step = steps.find((one) => one === words[0]);
  if (step !== undefined && words.length === 1) return step;
  const known = `${steps.slice(0, -1).join(', ')} or ${steps.at(-1) ?? ''}?`;
  throw new Usage(words.length === 0 ? known : `${words.join(' ')}: ${known}`);
}
