import { pageOf } from '../../harness/grafanaUsers';
import { expect, test } from '../../harness/test';
import { projects, repository } from '../../seed/scenario';
import { app, unique } from '../pages/support';

const proxy = '/api/datasources/proxy/uid/summit/api/v1';

interface Me {
  actor: string;
  role: string;
  scopes: string[];
}

/** Only here are there people: the identity that Grafana signs into each request, and what it lets whom do. */
test.describe('people of a real Grafana', () => {
  test('a viewer reads everything and is told what others may do', async ({ browser, bridge }) => {
    const { page, login } = await pageOf(browser, 'Viewer');
    const me = (await (await page.request.get(`${proxy}/me`)).json()) as Me;
    expect(me).toMatchObject({ actor: login, role: 'Viewer', scopes: ['read'] });

    await page.goto(`${app}/pipelines?repository=${encodeURIComponent(repository)}`);
    await expect(page.getByTestId('run-row').first()).toBeVisible();
    const { items } = await bridge.get<{ items: { id: string }[] }>(`/issues?project=${projects.shop}`);
    await page.goto(`${app}/errors/issues/${items[0]?.id}`);
    const resolve = page.getByRole('button', { name: 'Resolve', exact: true });
    await expect(resolve).toHaveAttribute('aria-disabled', 'true');
    await resolve.hover();
    await expect(page.getByText('Editors may do this')).toBeVisible();
    await page.goto(`${app}/settings?tab=tokens`);
    await expect(page.getByTestId('refused')).toContainText('Administrators may do this');

    // Not only the page refuses.
    const answer = await page.request.post(`${proxy}/incidents`, { data: { title: 'Not this', severity: 'low' } });
    expect(answer.status()).toBe(403);
  });

  test('an editor acts under the own name, and does not configure', async ({ browser, bridge }) => {
    const { page, login } = await pageOf(browser, 'Editor');
    const title = `Opened by an editor ${unique()}`;
    const { id } = await bridge.post<{ id: string }>('/incidents', { title, severity: 'low' });
    await page.goto(`${app}/incidents/${id}`);
    await page.getByRole('button', { name: 'Investigate' }).click();
    await expect(page.getByTestId('incident-state')).toHaveText('Investigating');
    await expect(page.getByTestId('timeline')).toContainText(login);

    await page.goto(`${app}/settings?tab=projects`);
    await expect(page.getByRole('button', { name: 'New project' })).toHaveAttribute('aria-disabled', 'true');
    expect((await page.request.post(`${proxy}/projects`, { data: { name: 'Not this' } })).status()).toBe(403);
    expect((await page.request.get(`${proxy}/tokens`)).status()).toBe(403);
  });

  test('an administrator configures', async ({ browser }) => {
    const { page } = await pageOf(browser, 'Admin');
    await page.goto(`${app}/settings?tab=tokens`);
    await expect(page.getByRole('button', { name: 'New token' })).toBeEnabled();
    expect((await page.request.get(`${proxy}/tokens`)).status()).toBe(200);
  });

  test('a path without a route leads nowhere', async ({ page, gotoPage }) => {
    await gotoPage(`${app}/pipelines`);
    for (const path of ['/metrics', '/api/v2/runs', '/hooks/grafana/alerts', '/api/v1/../../metrics'])
      expect((await page.request.get(`/api/datasources/proxy/uid/summit${path}`)).ok()).toBe(false);
  });
});
