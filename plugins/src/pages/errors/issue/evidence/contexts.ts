import type { ErrorEvent } from '@summit/contracts';

export interface Part {
  label: string;
  values: Record<string, unknown>;
}

const first = ['browser', 'os', 'device', 'runtime', 'app', 'culture', 'trace'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The contexts of an event, the usual ones first; what is no object is told under its own name. */
export function contextParts(contexts: Readonly<Record<string, unknown>>): Part[] {
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  return Object.entries(contexts)
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([name, value]) => ({ label: title(name), values: isRecord(value) ? withoutType(value) : { [name]: value } }))
    .filter(({ values }) => Object.keys(values).length > 0);
}

const withoutType = ({ type: _type, ...values }: Record<string, unknown>): Record<string, unknown> => values;

const title = (name: string): string => (name === 'os' ? 'OS' : name.charAt(0).toUpperCase() + name.slice(1));

/** Who met the error; addresses of people are shown as they were sent. */
export function userPart({ user }: ErrorEvent): Part[] {
  if (!user) return [];
  const { id, username, email, ipAddress } = user;
  return [{ label: 'User', values: { id, username, email, 'IP address': ipAddress } }];
}

export function requestParts({ request }: ErrorEvent): Part[] {
  if (!request) return [];
  const { method, url, headers } = request;
  const parts: Part[] = [{ label: 'Request', values: { method, url } }];
  if (headers && Object.keys(headers).length > 0) parts.push({ label: 'Headers', values: headers });
  return parts;
}

export function releasePart(event: ErrorEvent): Part[] {
  const { release, dist, environment, serverName, transaction, platform, logger, sdk } = event;
  const name = [sdk?.name, sdk?.version].filter(Boolean).join(' ');
  return [
    {
      label: 'Release',
      values: { release, dist, environment, server: serverName, transaction, platform, logger, SDK: name },
    },
  ];
}
