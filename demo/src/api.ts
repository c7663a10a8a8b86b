import type { z } from 'zod';

export interface Target {
  url: string;
  token: string;
}

/** Calls the bridge's API; throws with the bridge's own words when it refuses. */
export async function call<T extends z.ZodType>(
  target: Target,
  method: string,
  path: string,
  schema: T,
  body?: unknown,
): Promise<z.infer<T>> {
  const response = await fetch(new URL(`/api/v1${path}`, target.url), {
    method,
    headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return schema.parse(JSON.parse(text));
}
