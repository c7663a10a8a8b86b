import { expect, type Browser, type Page } from '@playwright/test';
import { readServers } from './options';

export type Role = 'Viewer' | 'Editor' | 'Admin';

const adminPassword = (): string => process.env.GRAFANA_ADMIN_PASSWORD ?? 'admin';

async function asAdmin<T>(method: string, path: string, body?: unknown): Promise<T> {
  const authorization = `Basic ${Buffer.from(`admin:${adminPassword()}`).toString('base64')}`;
  const answer = await fetch(`${readServers().url}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A new person of a role in a real Grafana, signed in. */
export async function pageOf(browser: Browser, role: Role): Promise<{ page: Page; login: string }> {
  const login = `${role.toLowerCase()}-${Math.floor(Math.random() * 1e12)}`;
  const password = `${login}-password`;
  const { id } = await asAdmin<{ id: number }>('POST', '/api/admin/users', { login, name: login, password });
  await asAdmin('PATCH', `/api/org/users/${id}`, { role });
  const context = await browser.newContext({ baseURL: readServers().url, storageState: { cookies: [], origins: [] } });
  const answer = await context.request.post('/login', { data: { user: login, password } });
  expect(answer.status()).toBe(200);
  return { page: await context.newPage(), login };
}
