import { runOf } from '../ci/job';
import { isSha, type CiCode } from '../ci/code';
import { type CiJob, told } from '../ci/model';
import { Usage } from '../terminal';

/** What the command line says. */
export interface Said {
  environment?: string | undefined;
  service?: string | undefined;
  version?: string | undefined;
  sha?: string | undefined;
  repository?: string | undefined;
  ref?: string | undefined;
  url?: string | undefined;
  strategy?: string | undefined;
  region?: string | undefined;
  id?: string | undefined;
  run?: string | undefined;
  by?: string | undefined;
  /** Who approved it before this step. */
  'approved-by'?: string | undefined;
  /** Of whom an approval is asked: names, with commas between them. */
  of?: string | undefined;
  comment?: string | undefined;
  rollback?: boolean | undefined;
  production?: boolean | undefined;
}

const statusOf = { start: 'running', finish: 'success', fail: 'failed' } as const;
const decisionOf = { request: 'requested', approve: 'approved', reject: 'rejected' } as const;
type Move = keyof typeof statusOf;
type Decision = keyof typeof decisionOf;
export type Step = Move | Decision;
export const steps: readonly Step[] = ['start', 'finish', 'fail', 'request', 'approve', 'reject'];
const decides = (step: Step): step is Decision => step in decisionOf;

/** Where the deployment takes place, as far as the machine knows. */
export interface Around {
  job: CiJob | undefined;
  code: CiCode;
  /** Asked only for what nothing else says. */
  git: (...args: string[]) => string | undefined;
  now: Date;
  /** For a deployment that nothing names. */
  newId: () => string;
}

/** What the generic door takes (docs/generic-door.md), and the id of the deployment that it is about. */
export interface Told {
  id: string;
  delivery: { system: string; events: [Event, ...Event[]] };
}
type Event = Record<string, unknown>;

/** @throws Usage where what must be said is not known */
export function deploymentEvent(step: Step, said: Said, around: Around): Told {
  const environment = told(said.environment);
  if (environment === undefined) throw new Usage('--environment is missing: where to, such as production');
  const address = told(said.repository, around.code.repository, around.git('remote', 'get-url', 'origin'));
  if (address === undefined) throw new Usage('the repository is not known here: give its address by --repository');
  const run = told(said.run) ?? (around.job && runOf(around.job));
  const id = idOf(step, said, run, environment, around);
  const about = { repository: withoutSecrets(address), environment, time: around.now.toISOString() };
  const approval = (decision: string, actor: string | undefined): Event => ({
    type: 'approval',
    ...about,
    deployment: id,
    runId: run,
    decision,
    actor,
    asked: told(said.of)
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    comment: told(said.comment),
  });
  // As the name of a host is written; a job's own system, so that ids of two of them are two.
  const system = systemOf(around.job);
  if (decides(step))
    return { id, delivery: { system, events: [approval(decisionOf[step], told(said.by, around.code.actor))] } };
  const moved: Event = { type: 'deployment', id, ...about, ...movedTo(step, said, run, around) };
  const approver = told(said['approved-by']);
  return {
    id,
    delivery: { system, events: approver === undefined ? [moved] : [moved, approval('approved', approver)] },
  };
}

/** What is deployed, and how far that is. */
function movedTo(step: Move, said: Said, run: string | undefined, around: Around): Event {
  const sha = told(said.sha, around.code.sha, around.git('rev-parse', 'HEAD'));
  if (sha === undefined) throw new Usage('the commit is not known here: give it by --sha');
  if (!isSha(sha)) throw new Usage('--sha is not the sha of a commit');
  return {
    sha: sha.toLowerCase(),
    production: said.production,
    status: statusOf[step],
    ref: told(said.ref, around.code.ref),
    task: said.rollback === true ? 'rollback' : undefined,
    runId: run,
    service: told(said.service),
    version: told(said.version),
    strategy: told(said.strategy),
    region: told(said.region),
    actor: told(said.by, around.code.actor),
    url: told(said.url),
  };
}

/** In a job the same for all steps: its run, and where and what it deploys. */
function idOf(step: Step, said: Said, run: string | undefined, environment: string, around: Around): string {
  const given = told(said.id);
  if (given !== undefined) return given;
  const parts = [environment, told(said.service), told(said.region)].filter((part) => part !== undefined);
  if (run !== undefined) return [run, ...parts].join(':').slice(0, 300);
  if (step === 'start' || step === 'request') return around.newId();
  throw new Usage('this is no job of a CI system that is known: give --id what the first step printed');
}

const systemOf = (job: CiJob | undefined): string => {
  const host = job?.host.replace(/[^A-Za-z0-9.:-]/g, '-') ?? '';
  return /^[A-Za-z0-9]([A-Za-z0-9.:-]{0,98}[A-Za-z0-9])?$/.test(host) ? host : 'summit-cli';
};

/** Addresses to clone from may have a token in them. */
function withoutSecrets(address: string): string {
  if (!URL.canParse(address) || !address.includes('://')) return address;
  const url = new URL(address);
  if (url.username === '' && url.password === '') return address;
  url.password = '';
  if (url.protocol.startsWith('http')) url.username = '';
  return url.href;
}
