import { CreatedHook, Project, ProjectPage } from '@summit/contracts';
import type { z } from 'zod';
import type { Door } from './github/deliver';
import { repositories } from './story/catalogue';

export interface Target {
  url: string;
  token: string;
}

/** Calls the bridge's API; throws with the bridge's own words when it refuses. */
async function call<T extends z.ZodType>(
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

/** A GitHub door for the demo, and the DSN of each of its projects, made where they do not exist yet. */
export async function setUp(target: Target): Promise<{ door: Door; dsns: Map<string, string> }> {
  const { url, secret } = await call(target, 'POST', '/hooks', CreatedHook, { provider: 'github', name: 'demo' });
  const existing = await call(target, 'GET', '/projects?limit=100', ProjectPage);
  const dsns = new Map<string, string>();
  for (const { project } of repositories) {
    const found = existing.items.find(({ slug }) => slug === project.slug);
    const body = {
      slug: project.slug,
      name: project.name,
      platform: project.sdk === 'browser' ? 'javascript' : 'node',
    };
    const { keys } = found ?? (await call(target, 'POST', '/projects', Project, body));
    const key = keys.find(({ revokedAt }) => revokedAt === null);
    if (!key) throw new Error(`project ${project.slug} has no live DSN key`);
    dsns.set(project.slug, key.dsn);
  }
  return { door: { url: new URL(new URL(url).pathname, target.url).href, secret }, dsns };
}
