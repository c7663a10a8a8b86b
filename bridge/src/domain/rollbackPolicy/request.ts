import type { RollbackAction } from '@summit/contracts';
import { createHmac } from 'node:crypto';

/** What a decision is told with. */
export interface Told {
  decision: string;
  deployment: string;
  environment: string;
  commit: string;
  /** What ran before; null where it is not known any more. */
  previousCommit: string | null;
  /** The body of a webhook, the same with each try. */
  body: string;
}

export interface Request {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What is sent for a decision: `url` is a webhook's address or the root of an API, `secret` what signs or the token. */
export function requestOf(action: RollbackAction, url: string, secret: string, told: Told, now: Date): Request {
  switch (action.kind) {
    case 'webhook':
      return { url, headers: signatureHeaders(told, secret, now), body: told.body };
    case 'github':
      return {
        url: `${url}/repos/${action.repository}/actions/workflows/${encodeURIComponent(action.workflow)}/dispatches`,
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${secret}`,
          'x-github-api-version': '2022-11-28',
        },
        body: JSON.stringify({ ref: action.ref, inputs: inputsOf(told) }),
      };
    case 'gitlab':
      return gitlabRequest(action, url, secret, told);
  }
}

/** Headers of Standard Webhooks 1.0: `v1,` and the base64 HMAC-SHA-256 of `id.timestamp.body`. */
function signatureHeaders({ decision, body }: Told, secret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${decision}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': decision, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

const inputsOf = (told: Told) => ({
  decision: told.decision,
  deployment: told.deployment,
  environment: told.environment,
  commit: told.commit,
  previous_commit: told.previousCommit ?? '',
});

/** The same as variables of a pipeline. */
const variablesOf = (told: Told) => ({
  SUMMIT_DECISION: told.decision,
  SUMMIT_DEPLOYMENT: told.deployment,
  SUMMIT_ENVIRONMENT: told.environment,
  SUMMIT_COMMIT: told.commit,
  SUMMIT_PREVIOUS_COMMIT: told.previousCommit ?? '',
});

/** A pipeline by a token of the API, or by a trigger token, which goes into the body: an address is logged by proxies. */
function gitlabRequest(
  { project, ref, auth }: Extract<RollbackAction, { kind: 'gitlab' }>,
  root: string,
  secret: string,
  told: Told,
): Request {
  const at = `${root}/projects/${encodeURIComponent(project)}`;
  const variables = variablesOf(told);
  return auth === 'trigger'
    ? {
        url: `${at}/trigger/pipeline`,
        headers: {},
        body: JSON.stringify({ token: secret, ref, variables }),
      }
    : {
        url: `${at}/pipeline`,
        headers: { 'private-token': secret },
        body: JSON.stringify({ ref, variables: Object.entries(variables).map(([key, value]) => ({ key, value })) }),
      };
}
