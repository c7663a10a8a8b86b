import { createTheme } from '@grafana/data';

import { formatDuration, formatOffset } from '../format/duration';
import { criticalPath } from '../layout/criticalPath';
import { indexIntervals } from '../layout/intervals';
import { queueSegments } from '../layout/queues';
import { layoutRows } from '../layout/rows';
import { spansOf } from '../model/testSpans';
import { paintChart } from './paintChart';
import { paletteOf } from './palette';
import type { Picture } from './picture';
import { createTextFitter } from './text';

interface Drawn {
  readonly what: 'rectangle' | 'text';
  readonly colour: string;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const LETTER = 6;

/** A pen that writes down which boxes it fills and which words it writes; everything else it does unseen. */
const recorder = (drawn: Drawn[]): CanvasRenderingContext2D => {
  const own: Record<string, unknown> = {
    fillStyle: '',
    fillRect: (left: number, top: number, width: number, height: number) =>
      drawn.push({ what: 'rectangle', colour: String(own['fillStyle']), text: '', left, top, width, height }),
    fillText: (text: string, left: number, middle: number) =>
      drawn.push({ what: 'text', colour: '', text, left, top: middle - 5, width: text.length * LETTER, height: 10 }),
  };
  const nothing: CanvasRenderingContext2D = JSON.parse('{}');
  return new Proxy(nothing, {
    get: (_target, key) => own[String(key)] ?? (() => undefined),
    set: (_target, key, value: unknown) => {
      own[String(key)] = value;
      return true;
    },
  });
};

const overlap = (a: Drawn, b: Drawn): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

const spans = spansOf([
  { id: 'run', status: 'success', start: 0, end: 100 },
  { id: 'build', parent: 'run', status: 'success', start: 0, end: 50 },
  // Short: its words stand beside it, where the path goes down from build to test.
  { id: 'lint', parent: 'run', status: 'success', start: 0, end: 20 },
  { id: 'test', parent: 'run', status: 'success', start: 50, end: 100 },
]);

const picture: Picture = {
  view: { width: 600, height: 200, namesWidth: 100, scrollTop: 0, window: { start: 0, end: 1000 } },
  spans,
  rows: layoutRows(spans, { collapsed: new Uint8Array(spans.count) }),
  queues: queueSegments(spans),
  critical: criticalPath(spans),
  matches: undefined,
  collapsed: new Uint8Array(spans.count),
  summaryOf: () => indexIntervals(spans, []),
  selected: -1,
  hoveredRow: -1,
  focusVisible: false,
  brush: undefined,
  hoverTime: undefined,
  colourBy: 'status',
  formats: { duration: formatDuration, tick: formatOffset, tickPhaseMs: 0 },
};

it('keeps the critical path from behind and over the words of rows that it passes', () => {
  const palette = paletteOf(createTheme());
  const drawn: Drawn[] = [];
  paintChart(
    {
      pen: recorder(drawn),
      palette,
      texts: createTextFitter((text) => text.length * LETTER),
      textures: () => null,
      pixelRatio: 1,
    },
    picture,
  );
  const path = drawn.filter(({ colour }) => colour === palette.critical);
  expect(path.some(({ height }) => height > 24)).toBe(true);
  const label = drawn.find(({ text }) => text === formatDuration(20));
  if (!label) throw new Error('no label');
  const crossing = path.filter((line) => overlap(line, label));
  expect(crossing.length).toBeGreaterThan(0);
  // What crosses them is drawn first, and then covered where they stand.
  const ground = drawn.findLastIndex(
    (box, at) =>
      box.what === 'rectangle' &&
      box.colour === palette.background &&
      box.width < 600 &&
      overlap(box, label) &&
      at < drawn.indexOf(label),
  );
  for (const line of crossing) expect(drawn.indexOf(line)).toBeLessThan(ground);
});
