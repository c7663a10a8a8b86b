import type { CommandUpload, NewCommand } from '@summit/contracts';
import { addressOf, deadlineOf, tokenOf } from '../bridge';
import { currentJob, runOf } from '../ci/job';
import { type Environment, told } from '../ci/model';
import { send } from '../send';
import type { Ended } from './child';

/** The job must go on: what is not taken by then is lost. */
const SECONDS = 10;
const MAX_NAME = 300;

export interface Told {
  name: string;
  startedAtMs: number;
  ended: Ended;
}

/** What the command took, as the bridge takes it: its name and figures. */
export function commandOf({ name, startedAtMs, ended }: Told): NewCommand {
  const { wallMs, processor, maxRssBytes, code, signal } = ended;
  return {
    // eslint-disable-next-line no-control-regex
    name: name.replace(/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/gu, '').slice(0, MAX_NAME) || 'command',
    startedAt: new Date(startedAtMs).toISOString(),
    wallMs,
    ...(processor && { userMs: Math.max(0, processor.userMs), systemMs: Math.max(0, processor.systemMs) }),
    ...(maxRssBytes !== undefined && { maxRssBytes }),
    // Windows counts its own beyond 32 bits with a sign.
    ...(code !== null && { exitCode: code | 0 }),
    ...(signal && { signal: signal.name }),
  };
}

/** Tells the bridge, where this is a job of a known system and somebody said where the bridge is. Returns why it was not told. */
export async function tellBridge(command: Told, env: Environment, version: string): Promise<string | undefined> {
  const job = currentJob(env);
  const run = job && runOf(job);
  if (run === undefined || told(env['SUMMIT_URL']) === undefined || told(env['SUMMIT_TOKEN']) === undefined)
    return undefined;
  const address = addressOf(env);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}/api/v1/runs/${encodeURIComponent(run)}/commands`;
  if (job?.jobName !== undefined) address.searchParams.set('job', job.jobName);
  const body: CommandUpload = { commands: [commandOf(command)] };
  const upload = { address, token: tokenOf(env), body: Buffer.from(JSON.stringify(body)), version, compressed: false };
  const sent = await send(upload, deadlineOf(undefined, SECONDS));
  return sent.ok ? undefined : sent.reason;
}
