import type { Page } from '@playwright/test';

export const app = '/a/summit-observability-app';
export const themes = ['dark', 'light'] as const;

/** A number that no other test of this or another worker has. */
export const unique = (): number => Math.floor(Math.random() * 1e12);

/** The query parameters of the page. */
export const query = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

/** How many pixels the page is wider than the window. */
export const beyond = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const box = document.scrollingElement;
    return box ? box.scrollWidth - box.clientWidth : NaN;
  });

/** The colour behind the page as one number, 0 black to 255 white. */
export const brightness = (page: Page): Promise<number> =>
  page.locator('#pageContent').evaluate((element) => {
    const painted = (node: Element | null): string => {
      const colour = node ? getComputedStyle(node).backgroundColor : 'rgb(0, 0, 0)';
      return node && colour === 'rgba(0, 0, 0, 0)' ? painted(node.parentElement) : colour;
    };
    const [red = 0, green = 0, blue = 0] = (painted(element).match(/[\d.]+/g) ?? []).map(Number);
    return (red + green + blue) / 3;
  });
