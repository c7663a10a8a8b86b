import type { CiProvider } from '@summit/contracts';
import type { IncomingMessage } from 'node:http';
import { bodyDigest, type HookAnswer, type HookDoor } from '../http/hook';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { azure } from './azure';
import { buildkite } from './buildkite';
import { cdevents } from './cdevents';
import { circleci } from './circleci';
import { generic } from './generic';
import { github } from './github';
import { gitlab } from './gitlab';
import { jenkins } from './jenkins';
import { travis } from './travis';

/** How one CI system proves that a delivery is its own, and what it says of it. All that differs between the doors of two systems. */
export interface CiDoor {
  /** Whether one of the secrets made this request. Of no secret (an unknown door) it must take as long as of one. */
  verified(req: IncomingMessage, raw: Buffer, secrets: readonly Buffer[]): boolean;
  /** What a sender must do, for the one who sets it up. */
  hint: string;
  /** The deliveries of the request; most systems send one at a time. Throws Refusal where the request is not one of this system's. */
  read(req: IncomingMessage, raw: Buffer): CiDelivery | readonly CiDelivery[];
  /** Its senders are scripts of people's own: what is wrong with a delivery is answered, and nothing of it kept. */
  answersProblems?: true;
}

export interface CiDelivery {
  /** In the provider's own words. */
  event: string;
  /** The sender's id of the delivery; '' where it has none. */
  id: string;
  /** A JSON object. */
  body: Buffer;
  /** A call to see whether someone is there. */
  ping?: boolean;
}

const doors: Readonly<Record<CiProvider, CiDoor>> = {
  azure,
  buildkite,
  cdevents,
  circleci,
  generic,
  github,
  gitlab,
  jenkins,
  travis,
};

/** A webhook of a CI system: verified over the raw bytes first, and nothing else is looked at before that holds. */
export const ciDoor =
  (provider: CiProvider): HookDoor =>
  async (req, raw, hookId, hook, deps): Promise<HookAnswer> => {
    const door = doors[provider];
    if (!door.verified(req, raw, hook?.secrets ?? []) || !hook)
      throw new Refusal(401, 'The signature does not match.', [door.hint]);
    const deliveries = [door.read(req, raw)].flat();
    if (deliveries.some(({ ping }) => ping === true)) {
      await deps.hookSeen(hookId);
      return { status: 200, body: { status: 'pong' } };
    }
    const [known, unknown] = split(deliveries, ({ event }) => deps.knowsEvent(provider, event));
    if (door.answersProblems) refuseProblems(provider, known, deps);
    if (known.length === 0) await deps.hookSeen(hookId);
    const sender = { tenant: hook.tenant, source: provider };
    const dropped = unknown.map(() => deps.inbox.count({ ...sender, state: 'dropped', reason: 'unknown_event' }));
    const appended = known.map(({ event, id, body }) =>
      deps.inbox.append({
        ...sender,
        projectId: null,
        hookId,
        encoding: '',
        meta: { event, delivery: id },
        body,
        // Ids are seldom signed, so a replay may carry another: the body is a key of its own.
        deliveryKeys: [...(id === '' ? [] : [bodyDigest('id', Buffer.from(id))]), bodyDigest('body', body)],
      }),
    );
    const [results] = await Promise.all([Promise.all(appended), Promise.all(dropped)]);
    if (results.length === 0) return { status: 202, body: { status: 'ignored' } };
    return { status: 202, body: { status: results.includes('stored') ? 'accepted' : 'duplicate' } };
  };

/** Throws 400 with what is wrong with the deliveries. */
function refuseProblems(provider: CiProvider, deliveries: readonly CiDelivery[], deps: DoorsDeps): void {
  const problems = deliveries.flatMap(({ event, body }) => deps.problemsOf(provider, event, body));
  if (problems.length > 0) throw new Refusal(400, 'The delivery is not what this door takes.', problems);
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  const first = new Set(all.filter(isFirst));
  return [[...first], all.filter((one) => !first.has(one))];
}
