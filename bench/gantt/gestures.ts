import type { Page } from 'playwright-core';

const STEPS = 90;
const FRAME_MS = 16;

const CENTRE = { x: 900, y: 400 } as const;

/** Turns the wheel with Ctrl held: in, and out again. */
export const zoom = async (page: Page): Promise<void> => {
  await page.mouse.move(CENTRE.x, CENTRE.y);
  await page.keyboard.down('Control');
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.wheel(0, step < STEPS * 0.6 ? -40 : 40);
    await page.waitForTimeout(FRAME_MS);
  }
  await page.keyboard.up('Control');
};

/** Drags the chart in time and rows together. */
export const drag = async (page: Page): Promise<void> => {
  await page.mouse.move(CENTRE.x, CENTRE.y);
  await page.mouse.down();
  for (let step = 0; step < STEPS; step++) {
    const angle = (step / STEPS) * 2 * Math.PI;
    await page.mouse.move(CENTRE.x + 300 * Math.sin(angle), CENTRE.y + 200 * Math.sin(2 * angle));
    await page.waitForTimeout(FRAME_MS);
  }
  await page.mouse.up();
};

/** Scrolls through the rows, some screens a second. */
export const scroll = async (page: Page): Promise<void> => {
  await page.mouse.move(CENTRE.x, CENTRE.y);
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.wheel(0, step < STEPS * 0.7 ? 1200 : -900);
    await page.waitForTimeout(FRAME_MS);
  }
};
