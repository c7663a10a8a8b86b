import { expect, type Browser, type Page } from '@playwright/test';
import { grafanaAsAdmin } from './grafanaApi';
import { readServers } from './options';

export type Role = 'Viewer' | 'Editor' | 'Admin';

/** A new person of a role in a real Grafana, signed in. */
export async function pageOf(browser: Browser, role: Role): Promise<{ page: Page; login: string }> {
  const login = `${role.toLowerCase()}-${Math.floor(Math.random() * 1e12)}`;
  const password = `${login}-password`;
  const asAdmin = grafanaAsAdmin(readServers().url);
  const { id } = await asAdmin<{ id: number }>('POST', '/api/admin/users', { login, name: login, password });
  await asAdmin('PATCH', `/api/org/users/${id}`, { role });
  const context = await browser.newContext({ baseURL: readServers().url, storageState: { cookies: [], origins: [] } });
  const answer = await context.request.post('/login', { data: { user: login, password } });
  expect(answer.status()).toBe(200);
  return { page: await context.newPage(), login };
}
