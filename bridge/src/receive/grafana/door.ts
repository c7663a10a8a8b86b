import type { IncomingMessage } from 'node:http';
import { bodyDigest, requireJsonObject, textHeader, type HookAnswer } from '../http/hook';
import { Refusal } from '../http/refusal';
import { signedByAny } from '../http/signature';
import type { DoorsDeps, HookEntry } from '../ports';

/** The header names that the contact point we ship sets. */
export const signatureHeader = 'x-grafana-alerting-signature';
export const timestampHeader = 'x-grafana-alerting-timestamp';

/**
 * A notification of Grafana Alerting. It is signed over `timestamp:body`; one without a timestamp could be replayed for ever and is refused
 * unless the operator allows it.
 */
export async function serveGrafana(
  req: IncomingMessage,
  raw: Buffer,
  hookId: string,
  hook: HookEntry | undefined,
  deps: DoorsDeps,
): Promise<HookAnswer> {
  const timestamp = textHeader(req, timestampHeader);
  const parts = timestamp === '' ? [raw] : [Buffer.from(`${timestamp}:`), raw];
  if (!signedByAny(hook?.secrets ?? [], parts, textHeader(req, signatureHeader)) || !hook)
    throw new Refusal(401, 'The signature does not match.', [
      `${signatureHeader} must be the HMAC-SHA-256 of "<${timestampHeader}>:<body>" with the secret of this hook.`,
    ]);
  checkTime(timestamp, deps);
  requireJsonObject(raw.toString('utf8'));
  const appended = await deps.inbox.append({
    tenant: hook.tenant,
    source: 'grafana',
    projectId: null,
    hookId,
    encoding: '',
    meta: {},
    body: raw,
    deliveryKeys: [bodyDigest(`notification ${timestamp}`, raw)],
  });
  return { status: 202, body: { status: appended === 'stored' ? 'accepted' : 'duplicate' } };
}

function checkTime(timestamp: string, deps: DoorsDeps): void {
  const { grafanaAllowUntimed, grafanaToleranceSeconds } = deps.limits;
  if (timestamp === '') {
    if (grafanaAllowUntimed) return;
    throw new Refusal(401, 'The notification has no signed time.', [
      `Set the timestamp header of the contact point's HMAC to ${timestampHeader}.`,
    ]);
  }
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
  if (!(Math.abs(deps.now() / 1000 - seconds) <= grafanaToleranceSeconds))
    throw new Refusal(401, 'The signed time is too far from the clock of the bridge.', [
      `At most ${grafanaToleranceSeconds} seconds are accepted; check the clocks.`,
    ]);
}
