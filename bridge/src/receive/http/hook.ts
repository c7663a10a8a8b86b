import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { DoorsDeps, HookEntry } from '../ports';
import { jsonCost } from './jsonBounds';
import { Refusal } from './refusal';

/** What the doors of webhooks have in common. */

export interface HookAnswer {
  status: number;
  body: Record<string, string>;
  /** In place of the body, where the sender wants something else than JSON. */
  bytes?: { type: string; value: Buffer };
}

/** Serves one delivery whose body has arrived. `hook` is missing for an unknown door, which answers as a wrong signature does. */
export type HookDoor = (
  req: IncomingMessage,
  raw: Buffer,
  hookId: string,
  hook: HookEntry | undefined,
  deps: DoorsDeps,
) => Promise<HookAnswer>;

/** More values than any delivery has: a pipeline of ten thousand jobs has fewer. Each costs many times its bytes in memory. */
const MAX_VALUES = 500_000;
/** Deeper than any delivery is. */
const MAX_DEPTH = 200;

/** The JSON object of the text. Throws 400 where it is none, and 413 where it would cost more to read than any delivery does. */
export function requireJsonObject(text: string): object {
  const value = jsonOf(text);
  if (isObject(value)) return value;
  throw new Refusal(400, 'The body is not a JSON object.');
}

/** The JSON objects of a text that is an array of them. Throws as `requireJsonObject` does. */
export function requireJsonObjects(text: string): object[] {
  const value = jsonOf(text);
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new Refusal(400, 'The body is not a JSON array of objects.');
}

/** Undefined where the text is no JSON. */
function jsonOf(text: string): unknown {
  const { values, depth } = jsonCost(text);
  if (values > MAX_VALUES) throw new Refusal(413, `The body has more than ${MAX_VALUES} values.`);
  if (depth > MAX_DEPTH) throw new Refusal(413, `The body is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function textHeader(req: IncomingMessage, name: string): string {
  const value = req.headers[name];
  return typeof value === 'string' ? value : '';
}

/** The header that names the event of a delivery, as its sender writes it. Throws 400 where it has not the form of one. */
export function eventHeader(req: IncomingMessage, name: string, form: RegExp): string {
  const event = textHeader(req, name.toLowerCase());
  if (form.test(event)) return event;
  throw new Refusal(400, `The header ${name} is missing or not an event name.`);
}

/** The media type without its parameters, in lower case. */
export const mediaType = (req: IncomingMessage): string =>
  textHeader(req, 'content-type').split(';')[0]?.trim().toLowerCase() ?? '';

/** A key that names a delivery, or its body, at its hook. */
export function bodyDigest(kind: string, bytes: Buffer): Buffer {
  return createHash('sha256').update(`${kind}\u0000`).update(bytes).digest();
}
