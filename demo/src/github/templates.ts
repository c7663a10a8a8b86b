import examples from '@octokit/webhooks-examples';
import { z } from 'zod';

/** A JSON object whose fields nobody has looked at yet. */
export type Json = Record<string, unknown>;
const Json = z.record(z.string(), z.unknown());
const Definitions = z.array(z.object({ name: z.string(), examples: z.array(Json) }));

/** The newest real payload GitHub's community recorded for an event, to be filled with our values: so that every field GitHub sends is there. */
export function templates(): (event: string, action?: string) => Json {
  const definitions = Definitions.parse(examples);
  return (event, action) => {
    const all = definitions.find(({ name }) => name === event)?.examples ?? [];
    const found = all.findLast((example) => action === undefined || example['action'] === action);
    if (!found) throw new Error(`no recorded payload for ${event} ${action ?? ''}`);
    return structuredClone(found);
  };
}

/** The object under a key, or an empty one: recorded payloads leave some out. */
export const objectAt = (parent: Json, key: string): Json => Json.safeParse(parent[key]).data ?? {};
