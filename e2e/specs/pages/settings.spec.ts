import { createHmac, randomUUID } from 'node:crypto';
import { readServers } from '../../harness/options';
import { expect, test } from '../../harness/test';
import { runDeliveries } from '../../seed/github';
import { anotherRun, projects } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

const settings = `${app}/settings`;

/** Sends a body to a GitHub door as GitHub would. */
async function deliver(address: string, secret: string, event: string, body: string): Promise<number> {
  const { bridgeUrl } = readServers();
  const answer = await fetch(new URL(new URL(address).pathname, bridgeUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  });
  return answer.status;
}

test.describe('settings', () => {
  for (const theme of themes) {
    test(`tick the first steps by themselves, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${settings}?theme=${theme}`);
      const step = (text: string) => page.getByTestId('step').filter({ hasText: text });
      await expect(step('The bridge is reached')).toHaveAttribute('data-done', 'true');
      await expect(step('The first webhook came')).toHaveAttribute('data-done', 'true');
      await expect(step('The first error came')).toHaveAttribute('data-done', 'true');
    });
  }

  test('the doctor asks every hop', async ({ page, gotoPage }) => {
    await gotoPage(`${settings}?tab=connection`);
    const hop = (name: string) => page.getByTestId('hop').filter({ hasText: name });
    await expect(hop('Browser → Grafana → bridge')).toHaveAttribute('data-status', 'ok');
    await expect(hop('Database')).toHaveAttribute('data-status', 'ok');
    await expect(hop('Database')).toContainText(/\d+\.\d+/);
    await expect(page.getByTestId('verdict')).toContainText(/onnected/);
  });

  test('the doctor names the hop that fails and what to do', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(`${settings}?tab=connection`);
    await expect(page.getByTestId('verdict')).toContainText('Browser → Grafana → bridge fails');
    await expect(page.getByTestId('hop').first()).toContainText('cannot reach the bridge');
  });

  test('a project shows its DSN and code with it, the language in the URL', async ({ page, gotoPage, bridge }) => {
    const { items } = await bridge.get<{ items: { slug: string; keys: { dsn: string }[] }[] }>('/projects?limit=200');
    const dsn = items.find(({ slug }) => slug === projects.shop)?.keys[0]?.dsn ?? 'no DSN';
    await gotoPage(`${settings}?tab=projects&project=${projects.shop}`);
    const project = page.locator(`[data-project="${projects.shop}"]`);
    await expect(project.getByLabel('DSN', { exact: true })).toHaveText(dsn);
    await project.getByRole('radio', { name: 'Python' }).check();
    await expect.poll(() => query(page).get('sdk')).toBe('python');
    await expect(project.getByLabel('set-up code', { exact: true })).toContainText(`dsn="${dsn}"`);
    await page.reload();
    await expect(project.getByLabel('set-up code', { exact: true })).toContainText('sentry_sdk.init');
  });

  test('a new project takes errors at once', async ({ page, gotoPage, bridge }) => {
    const slug = `new-${unique()}`;
    await gotoPage(`${settings}?tab=projects`);
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('New one');
    await page.getByLabel('Short name').fill('Not This');
    await expect(page.getByText('Small letters, digits and hyphens')).toBeVisible();
    await page.getByLabel('Short name').fill(slug);
    await page.getByRole('button', { name: 'Make project' }).click();
    await expect(page.locator(`[data-project="${slug}"]`).getByLabel('DSN', { exact: true })).toBeVisible();
    await bridge.sendError(slug, { platform: 'node', message: 'hello' });
    await expect
      .poll(async () => (await bridge.get<{ items: unknown[] }>(`/issues?project=${slug}`)).items.length)
      .toBe(1);
  });

  test('a GitHub door shows its secret once and sees the first delivery', async ({ page, gotoPage }) => {
    await gotoPage(`${settings}?tab=hooks`);
    await page.getByRole('button', { name: 'Connect GitHub' }).click();
    const guide = page.getByTestId('guide');
    await expect(guide.getByTestId('waiting')).toBeVisible();
    const address = (await guide.getByLabel('payload URL', { exact: true }).textContent()) ?? '';
    const secret = (await guide.getByLabel('secret', { exact: true }).textContent()) ?? '';
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(page.url()).not.toContain(secret);
    expect(await deliver(address, secret, 'ping', JSON.stringify({ zen: 'Keep it simple' }))).toBe(200);
    for (const { event, payload } of runDeliveries(anotherRun(unique(), 'First delivery', 'success')))
      expect(await deliver(address, secret, event, JSON.stringify(payload))).toBeLessThan(300);
    await expect(guide.getByTestId('delivered')).toBeVisible();
    await page.reload();
    await expect(page.getByTestId('door').first()).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  });

  test('a Grafana door says which headers to set', async ({ page, gotoPage }) => {
    await gotoPage(`${settings}?tab=hooks`);
    await page.getByRole('button', { name: 'Connect Grafana Alerting' }).click();
    await expect(page.getByTestId('guide').getByLabel('timestamp header', { exact: true })).toHaveText(
      'X-Grafana-Alerting-Timestamp',
    );
  });

  test('a dead letter is listed with its reason and can be replayed', async ({ page, gotoPage, bridge }) => {
    const door = await bridge.post<{ url: string; secret: string }>('/hooks', { provider: 'github' });
    const body = JSON.stringify({ action: 'completed', workflow_run: { id: `not a number ${unique()}` } });
    expect(await deliver(door.url, door.secret, 'workflow_run', body)).toBeLessThan(300);
    await expect
      .poll(async () => (await bridge.get<{ items: unknown[] }>('/dead-letters')).items.length)
      .toBeGreaterThan(0);
    await gotoPage(`${settings}?tab=dead-letters`);
    const letter = page.getByTestId('dead-letter').first();
    await expect(letter).toContainText('github');
    await letter.getByRole('button', { name: 'Replay' }).click();
    await expect(page.getByTestId('failure')).toHaveCount(0);
  });

  test('a token is shown once, and its revocation can be taken back', async ({ page, gotoPage }) => {
    const name = `ci ${unique()}`;
    await gotoPage(`${settings}?tab=tokens&new=1`);
    await page.getByRole('textbox', { name: /^Name/ }).fill(name);
    await page.getByRole('button', { name: 'Make token' }).click();
    await expect(page.getByTestId('made-token').getByLabel('token', { exact: true })).toHaveText(/^summit_/);
    const row = page.getByTestId('token').filter({ hasText: name });
    await expect(row).toContainText('valid');
    await row.getByRole('button', { name: 'Revoke' }).click();
    await expect(row).toContainText('revoked');
    await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
    await expect(row).toContainText('valid');
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('tab', { name: 'Projects' }).click(); // leaving the page ends the time to think
    await page.getByRole('tab', { name: 'Tokens' }).click();
    await expect(row).toContainText('revoked');
  });

  test('lists name the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    for (const tab of ['projects', 'hooks', 'dead-letters', 'tokens']) {
      await gotoBrokenPage(`${settings}?tab=${tab}`);
      await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
    }
  });
});
