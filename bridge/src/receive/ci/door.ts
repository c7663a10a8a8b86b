import type { CiProvider } from '@summit/contracts';
import type { IncomingMessage } from 'node:http';
import { bodyDigest, type HookAnswer, type HookDoor } from '../http/hook';
import { Refusal } from '../http/refusal';
import { azure } from './azure';
import { buildkite } from './buildkite';
import { circleci } from './circleci';
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
  /** Throws Refusal where the request is not one of this system's. */
  read(req: IncomingMessage, raw: Buffer): CiDelivery;
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
  circleci,
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
    const { event, id, body, ping } = door.read(req, raw);
    if (ping === true) {
      await deps.hookSeen(hookId);
      return { status: 200, body: { status: 'pong' } };
    }
    if (!deps.knowsEvent(provider, event)) {
      await deps.hookSeen(hookId);
      await deps.inbox.count({ tenant: hook.tenant, source: provider, state: 'dropped', reason: 'unknown_event' });
      return { status: 202, body: { status: 'ignored' } };
    }
    const appended = await deps.inbox.append({
      tenant: hook.tenant,
      source: provider,
      projectId: null,
      hookId,
      encoding: '',
      meta: { event, delivery: id },
      body,
      // Ids are seldom signed, so a replay may carry another: the body is a key of its own.
      deliveryKeys: [...(id === '' ? [] : [bodyDigest('id', Buffer.from(id))]), bodyDigest('body', raw)],
    });
    return { status: 202, body: { status: appended === 'stored' ? 'accepted' : 'duplicate' } };
  };
