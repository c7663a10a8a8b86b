import { chromium, type Browser } from 'playwright-core';

import { bundlePage } from './bundle';
import { drag, scroll, zoom } from './gestures';
import { servePage } from './server';
import { traced, workPerFrame } from './trace';

const SPANS = 100_000;
const RUNS = 5;
const GOAL = { paintMs: 300, frameMs: 16 } as const;
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--enable-precise-memory-info', '--js-flags=--expose-gc'];

interface Figures {
  readonly calibrationMs: number;
  readonly paintMs: number;
  readonly heapMb: number;
  readonly zoomMs: number;
  readonly dragMs: number;
  readonly scrollMs: number;
  readonly frames: number;
}

/** The value below which a share of the values lies (nearest rank). */
const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
};

const measure = async (browser: Browser, url: string): Promise<Figures> => {
  const page = await browser.newPage({ viewport: { width: 1400, height: 800 } });
  const session = await page.context().newCDPSession(page);
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in window);
  const calibrationMs = await page.evaluate(() => window.bench.calibrate());
  const heap = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
    return (usedSize + backingStorageSize) / 1e6;
  };
  await page.evaluate((count) => window.bench.prepare(count), SPANS);
  const before = await heap();
  const paintMs = await page.evaluate(() => window.bench.show());
  await page.waitForTimeout(500);
  const heapMb = (await heap()) - before;
  const work = async (gesture: () => Promise<void>): Promise<number[]> => workPerFrame(await traced(session, gesture));
  const zoomed = await work(() => zoom(page));
  const dragged = await work(() => drag(page));
  const scrolled = await work(() => scroll(page));
  await page.close();
  return {
    calibrationMs,
    paintMs,
    heapMb,
    zoomMs: quantile(zoomed, 0.95),
    dragMs: quantile(dragged, 0.95),
    scrollMs: quantile(scrolled, 0.95),
    frames: zoomed.length + dragged.length + scrolled.length,
  };
};

const line = (label: string, values: readonly number[], unit: string, goal?: number): string => {
  const median = quantile(values, 0.5);
  const verdict = goal === undefined ? '' : median <= goal ? `  (goal ≤ ${goal}: met)` : `  (goal ≤ ${goal}: MISSED)`;
  const all = values.map((value) => value.toFixed(1)).join(' ');
  const best = Math.min(...values).toFixed(1);
  return `${label.padEnd(34)} ${median.toFixed(1).padStart(8)} ${unit}, best ${best}${verdict}   [${all}]`;
};

/**
 * Draws 100,000 spans of a build in Chromium and prints, as medians of five fresh pages: time from the data's arrival to the painted
 * frame, main-thread work per frame while zooming, dragging and scrolling (95th percentile), and the heap the chart adds to the data's.
 */
export const run = async (): Promise<void> => {
  const server = await servePage(await bundlePage());
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  const figures: Figures[] = [];
  try {
    for (let n = 0; n < RUNS; n++) {
      figures.push(await measure(browser, server.url));
    }
    const of = (key: keyof Figures): number[] => figures.map((figure) => figure[key]);
    process.stdout.write(
      [
        `Gantt, ${SPANS.toLocaleString('en')} spans, ${browser.version()}, median of ${RUNS} pages [all]`,
        line('calibration (sort 1M numbers)', of('calibrationMs'), 'ms'),
        line('first paint after the data', of('paintMs'), 'ms', GOAL.paintMs),
        line('zoom, work per frame, p95', of('zoomMs'), 'ms', GOAL.frameMs),
        line('drag pan, work per frame, p95', of('dragMs'), 'ms', GOAL.frameMs),
        line('scroll rows, work per frame, p95', of('scrollMs'), 'ms', GOAL.frameMs),
        line('frames measured', of('frames'), '  '),
        line('memory added (heap + arrays)', of('heapMb'), 'MB'),
        '',
      ].join('\n'),
    );
  } finally {
    await browser.close();
    server.close();
  }
};

if (require.main === module) {
  run().catch((error: unknown) => {
    // What Playwright adds after the first line is the browser's whole log.
    process.stderr.write(`${(error instanceof Error ? error.message : String(error)).split('\n')[0]}\n`);
    process.exitCode = 1;
  });
}
