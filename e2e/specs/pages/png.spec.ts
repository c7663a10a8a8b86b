import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { runDeliveries } from '../../seed/github';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, themes, unique } from './support';

/** Pixels of a picture: its size, how many colours it has, and how much of it is of one of these. */
const look = (page: Page, picture: Buffer) =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colours = new Map<number, number>();
    for (let i = 0; i < data.length; i += 4) {
      const colour = ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    const [corner = 0] = [((data[0] ?? 0) + (data[1] ?? 0) + (data[2] ?? 0)) / 3];
    const green = [...colours].reduce(
      (sum, [colour, pixels]) =>
        ((colour >> 8) & 255) > 1.3 * Math.max(colour >> 16, colour & 255) ? sum + pixels : sum,
      0,
    );
    return { width: image.width, height: image.height, colours: colours.size, corner, green };
  }, picture.toString('base64'));

test.describe('a page as a picture', () => {
  for (const theme of themes) {
    test(`has what is seen, the Gantt too, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const plan = { ...anotherRun(unique(), 'Pictured', 'success'), repository: 'demo/e2e-png' };
      await bridge.deliver(runDeliveries(plan));
      await expect
        .poll(
          async () =>
            (await bridge.get<{ displayStatus: string }>(`/runs/${runIdOf(plan)}`).catch(() => null))?.displayStatus,
        )
        .toBe('success');
      await gotoPage(`${app}/pipelines/runs/${runIdOf(plan)}?theme=${theme}`);
      await expect(page.getByRole('application').first()).toBeVisible();
      await page.waitForTimeout(1000); // the Gantt is painted a frame after it is there
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'PNG' }).click();
      const file = await saved;
      expect(file.suggestedFilename()).toMatch(/^summit-pipelines-runs-github-.*-\d{4}-\d\d-\d\d\.png$/);
      const picture = await readFile(await file.path());
      const seen = await look(page, picture);
      expect(seen.width).toBeGreaterThan(600);
      expect(seen.height).toBeGreaterThan(400);
      expect(seen.colours).toBeGreaterThan(100);
      expect(seen.green).toBeGreaterThan(500);
      if (theme === 'dark') expect(seen.corner).toBeLessThan(60);
      else expect(seen.corner).toBeGreaterThan(200);
      await expect(page.getByRole('button', { name: 'PNG' })).toBeEnabled();
    });
  }
});
