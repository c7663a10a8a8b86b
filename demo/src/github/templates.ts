import examples from '@octokit/webhooks-examples';
import { z } from 'zod';

/** A JSON object whose fields nobody has looked at yet. */
export type Json = Record<string, unknown>;
const Json = z.record(z.string(), z.unknown());
const Definitions = z.array(z.object({ name: z.string(), examples: z.array(Json) }));

/**
 * The newest real payload GitHub's community recorded for an event, to be filled with our values: so that every field GitHub sends is there. Not
 * to be written into: all payloads that are made of it share its parts.
 */
export function templates(): (event: string, action?: string) => Json {
  const definitions = Definitions.parse(examples);
  const found = new Map<string, Json>();
  const find = (event: string, action?: string): Json => {
    const all = definitions.find(({ name }) => name === event)?.examples ?? [];
    const example = all.findLast((one) => action === undefined || one['action'] === action);
    if (!example) throw new Error(`no recorded payload for ${event} ${action ?? ''}`);
    return frozen(example);
  };
  return (event, action) => {
    const key = `${event} ${action ?? ''}`;
    const known = found.get(key) ?? find(event, action);
    found.set(key, known);
    return known;
  };
}

/** The value, with all that is in it, as nobody can change it any more. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
}

/** The object under a key, or an empty one: recorded payloads leave some out. */
export function objectAt(parent: Json, key: string): Json {
  const value = parent[key];
  return isObject(value) ? value : {};
}

/** Looks at the value alone: a schema would go through all fields of each payload, many thousand times a day of the story. */
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
