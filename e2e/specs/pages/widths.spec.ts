import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { projects, repository } from '../../seed/scenario';
import { app } from './support';

const lists = {
  Runs: `${app}/pipelines?repository=${encodeURIComponent(repository)}`,
  Issues: `${app}/errors?project=${projects.shop}`,
};

/** How many pixels of a list's table, and of the whole page, are out of sight to the right. */
const hidden = (page: Page, table: string): Promise<number[]> =>
  page.getByRole('table', { name: table }).evaluate((element) => {
    const beyond = (box: Element | null) => (box ? box.scrollWidth - box.clientWidth : NaN);
    return [beyond(element.parentElement), beyond(document.scrollingElement)];
  });

/** Pixels that the words in an empty search box need beyond those that it has. */
const cut = (page: Page): Promise<number> =>
  page.getByRole('textbox', { name: 'Search' }).evaluate((input: HTMLInputElement) => {
    const style = getComputedStyle(input);
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen) return NaN;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = input.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    return Math.max(0, pen.measureText(input.placeholder).width - room);
  });

test.describe('lists at the width of the window', () => {
  for (const [table, path] of Object.entries(lists)) {
    for (const width of [700, 900, 1400]) {
      test(`${table} fit into ${width} pixels`, async ({ page, gotoPage }) => {
        await page.setViewportSize({ width, height: 900 });
        await gotoPage(path);
        await expect(page.getByRole('table', { name: table }).getByRole('row').nth(1)).toBeVisible();
        expect(await hidden(page, table)).toEqual([0, 0]);
        expect(await cut(page)).toBe(0);
      });
    }

    test(`${table} keep their filters in one row beside a docked menu`, async ({ page, gotoPage }) => {
      // The preview's menu is narrower than Grafana's docked one: this leaves the list as much beside either.
      const width = test.info().project.name === 'grafana' ? 1400 : 1290;
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(path);
      await expect(page.getByRole('table', { name: table })).toBeVisible();
      const bar = await page.getByRole('search').boundingBox();
      const box = await page.getByRole('textbox', { name: 'Search' }).boundingBox();
      // A chosen filter is taller than the box, but by less than a second row.
      expect(bar?.height).toBeLessThan(2 * (box?.height ?? 0));
      expect(await cut(page)).toBe(0);
    });
  }
});
