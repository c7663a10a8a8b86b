import type { NewRollbackAction, RollbackActionUpdate } from '@summit/contracts';
import { randomBytes } from 'node:crypto';
import { refusedAddress } from '../../domain/rollbackPolicy/address';
import { badRequest } from '../errors';
import { actionOf, type PolicyRow } from './rows';

/** How an action is kept; `secret` is what is told of it, once, where it was drawn here. */
export interface KeptAction {
  values: { action?: string; url?: string; secret?: Buffer };
  secret: string | null;
}

export interface ActionDeps {
  rollbackAllowPrivate: boolean;
  seal: (secret: Buffer) => Buffer;
}

const wrong = (cause: string) => badRequest('The body is not what this call takes.', [cause]);

/** As Standard Webhooks write one. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The host that is called: the rest of an address may be a secret. */
export const targetOf = (action: RollbackActionUpdate): { target?: string } => {
  const address = action.kind === 'webhook' ? action.url : action.api;
  return address === undefined ? {} : { target: new URL(address).host };
};

/** What the audit log may know of an action. */
export function auditedAction(action: RollbackActionUpdate): Record<string, unknown> {
  if (action.kind === 'webhook') return { kind: action.kind, ...targetOf(action) };
  const { token, ...told } = action;
  return { ...told, ...(token !== undefined && { token: 'given' }) };
}

export const keptAction = (deps: ActionDeps, action: NewRollbackAction): KeptAction =>
  changedAction(deps, action, null);

/**
 * An action in place of another one. A token stays only where it goes to the same API in the same way: else whoever may change a policy could send it to an
 * address of theirs. Throws 400 for an address that would not be called anyway, and for what is missing.
 */
export function changedAction(
  deps: ActionDeps,
  action: RollbackActionUpdate,
  row: Pick<PolicyRow, 'action' | 'url'> | null,
): KeptAction {
  const before = row && actionOf(row);
  const sealed = (text: string): { secret: Buffer } => ({ secret: deps.seal(Buffer.from(text, 'utf8')) });
  const mayCall = (field: string, url: string): void => {
    const refused = refusedAddress(url, deps.rollbackAllowPrivate);
    if (refused !== null) throw wrong(`action.${field}: ${refused}`);
  };
  if (action.kind === 'webhook') {
    const wasWebhook = before?.kind === 'webhook';
    if (action.url === undefined && !wasWebhook) throw wrong('action.url: an address is needed');
    if (action.url !== undefined) mayCall('url', action.url);
    const secret = wasWebhook ? null : newSecret();
    return {
      values: {
        action: JSON.stringify({ kind: 'webhook' }),
        ...(action.url !== undefined && { url: action.url }),
        ...(secret !== null && sealed(secret)),
      },
      secret,
    };
  }
  const { token, api, ...kept } = action;
  mayCall('api', api);
  if (token === undefined && !(before && sameReceiver(before, action)))
    throw wrong('action.token: a token is needed: one that is kept is never given to another API');
  return {
    values: { action: JSON.stringify(kept), url: api, ...(token !== undefined && sealed(token)) },
    secret: null,
  };
}

const sameReceiver = (before: ReturnType<typeof actionOf>, action: RollbackActionUpdate): boolean =>
  before.kind !== 'webhook' &&
  action.kind !== 'webhook' &&
  before.api === action.api &&
  (before.kind === 'gitlab' ? action.kind === 'gitlab' && before.auth === action.auth : action.kind === 'github');
