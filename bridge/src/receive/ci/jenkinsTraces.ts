import { contentEncoding } from '../http/encoding';
import { bodyDigest, type HookDoor, mediaType } from '../http/hook';
import { Refusal } from '../http/refusal';
import { equalsAny } from '../http/signature';
import { bearerOrQueryToken } from '../http/token';

const FORMATS: ReadonlyMap<string, string> = new Map([
  ['application/x-protobuf', 'protobuf'],
  ['application/json', 'json'],
]);

/**
 * OTLP over HTTP, for the spans of Jenkins' OpenTelemetry plugin: `…/v1/traces` below the door's address. The secret comes as OTLP's headers carry one,
 * and before it holds nothing is inflated.
 */
export const serveTraces: HookDoor = async (req, raw, hookId, hook, deps) => {
  const known = equalsAny(hook?.secrets ?? [], Buffer.from(bearerOrQueryToken(req)));
  if (!known || !hook)
    throw new Refusal(401, 'The secret does not match.', [
      'Choose Bearer Token Authentication in the plugin, with the secret of this hook; or set OTEL_EXPORTER_OTLP_TRACES_HEADERS to Authorization=Bearer and the secret.',
    ]);
  const type = mediaType(req);
  const format = FORMATS.get(type);
  if (format === undefined)
    throw new Refusal(415, 'Content-Type must be application/x-protobuf or application/json.', [
      'Set otel.exporter.otlp.protocol to http/protobuf.',
    ]);
  const encoding = contentEncoding(req.headers['content-encoding']);
  if (encoding !== '' && encoding !== 'gzip') throw new Refusal(415, 'Content-Encoding must be gzip, or none.');
  await deps.inflates(raw, encoding, deps.limits.hookBytes);
  // A request without spans is a request all the same: in protobuf it has no bytes.
  if (raw.length === 0) await deps.hookSeen(hookId);
  else
    await deps.inbox.append({
      tenant: hook.tenant,
      source: 'jenkins',
      projectId: null,
      hookId,
      encoding,
      meta: { event: 'traces', delivery: '', format },
      body: raw,
      deliveryKeys: [bodyDigest('body', raw)],
    });
  // All was taken: the empty answer, in the form of the request.
  return { status: 200, body: {}, ...(format === 'protobuf' && { bytes: { type, value: Buffer.alloc(0) } }) };
};
