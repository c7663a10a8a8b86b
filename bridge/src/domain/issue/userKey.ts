import { hash } from 'node:crypto';
import type { ErrorEvent } from '@summit/contracts';

/** What tells an event's user from others: the id, or else e-mail, name, address. 16 bytes, so that no personal data is counted by. Null without a user. */
export function userKey(user: ErrorEvent['user']): Buffer | null {
  const parts =
    user?.id !== undefined
      ? ['id', user.id]
      : user?.email !== undefined
        ? ['email', user.email.toLowerCase()]
        : user?.username !== undefined
          ? ['username', user.username]
          : user?.ipAddress !== undefined
            ? ['ip', user.ipAddress]
            : null;
  return parts === null ? null : hash('sha256', parts.join('\u0000'), 'buffer').subarray(0, 16);
}

/** The user as an event list shows them. */
export function userLabel(user: ErrorEvent['user']): string | null {
  return user?.email ?? user?.username ?? user?.id ?? user?.ipAddress ?? null;
}
