import type { ErrorBody } from '@summit/contracts';

/** The hops of a request, in their order. */
export const hopNames = ['browser to Grafana', 'Grafana', 'Grafana to bridge', 'token', 'bridge', 'database'] as const;
export type HopName = (typeof hopNames)[number];

export interface Failure {
  hop: HopName;
  /** What was wrong. */
  message: string;
  /** What to do about it. */
  advice: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The bridge's error body; nothing but the bridge answers in this shape. */
export const bridgeError = (data: unknown): ErrorBody | null =>
  isRecord(data) && typeof data.detail === 'string'
    ? { detail: data.detail, causes: Array.isArray(data.causes) ? data.causes.map(String) : [] }
    : null;

const textOf = (data: unknown): string => {
  if (typeof data === 'string') {
    return data;
  }
  const { message, error, response } = isRecord(data) ? data : {};
  return [response, message, error].find((text): text is string => typeof text === 'string' && text !== '') ?? '';
};

const inWords = ({ detail, causes }: ErrorBody): string =>
  causes.length > 0 ? `${detail} (${causes.join('; ')})` : detail;

const fromBridge = (status: number, body: ErrorBody): Failure => {
  const message = inWords(body);
  if (status === 403) {
    return { hop: 'token', message, advice: 'Use a token whose scopes and organisation allow this.' };
  }
  if (status >= 500) {
    return /database|postgres/i.test(message)
      ? { hop: 'database', message, advice: 'See the log of the bridge and check DATABASE_URL.' }
      : { hop: 'bridge', message, advice: 'See the log of the bridge.' };
  }
  return { hop: 'bridge', message, advice: 'Correct the query, or update the bridge if it is older than the plugin.' };
};

const notFromBridge = (status: number, text: string): Failure => {
  switch (status) {
    case 0:
      return {
        hop: 'browser to Grafana',
        message: 'Grafana did not answer',
        advice: 'Check the network to Grafana and its own health.',
      };
    case 400:
      return /authentication to data source failed/i.test(text)
        ? {
            hop: 'token',
            message: 'The bridge refused the token',
            advice: 'Enter a valid token; it may have been revoked or have expired.',
          }
        : {
            hop: 'Grafana',
            message: text || 'Grafana refused the request',
            advice: 'Check the address of the bridge in the settings.',
          };
    case 401:
      return { hop: 'browser to Grafana', message: 'Your Grafana session has ended', advice: 'Sign in again.' };
    case 403:
      return {
        hop: 'Grafana',
        message: text || 'Grafana denied access',
        advice: 'Your role lacks the permission for this; ask an administrator.',
      };
    case 404:
      return /data ?source|plugin/i.test(text)
        ? { hop: 'Grafana', message: text, advice: 'Save the data source, and check that the plugin is installed.' }
        : {
            hop: 'Grafana to bridge',
            message: 'What answers at the address is not a Summit bridge',
            advice: 'Check host, port and path of the address.',
          };
    case 502:
      return {
        hop: 'Grafana to bridge',
        message: 'Grafana cannot reach the bridge',
        advice: 'Check that the bridge runs and that its address is right as seen from the Grafana server.',
      };
    case 504:
      return {
        hop: 'Grafana to bridge',
        message: 'The bridge did not answer in time',
        advice: 'Check its load and log, and the firewall between Grafana and the bridge.',
      };
    default:
      return { hop: 'Grafana', message: text || `Unexpected status ${status}`, advice: 'See the log of Grafana.' };
  }
};

/** Which hop failed, from what came back through Grafana's data source proxy. Status 0 stands for no answer at all. */
export const failureOf = (status: number, data: unknown): Failure => {
  const body = bridgeError(data);
  return body ? fromBridge(status, body) : notFromBridge(status, textOf(data));
};

export const failureText = ({ hop, message, advice }: Failure): string =>
  `${hop}: ${message}. ${advice}`.replace('..', '.');
