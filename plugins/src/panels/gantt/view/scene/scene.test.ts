import { createTheme } from '@grafana/data';

import { formatDuration, formatOffset } from '../../format/duration';
import { extentOf } from '../../layout/extent';
import { indexIntervals } from '../../layout/intervals';
import { queueSegments } from '../../layout/queues';
import { layoutRows } from '../../layout/rows';
import { panWindow, zoomWindow, type TimeWindow } from '../../layout/timeWindow';
import { spansOf } from '../../model/testSpans';
import { paletteOf } from '../../render/palette';
import { createScene, type SceneInput } from './scene';

const spans = spansOf(Array.from({ length: 1000 }, (_, n) => ({ id: `${n}`, start: n * 10, end: n * 10 + 500 })));

const input: SceneInput = {
  spans,
  rows: layoutRows(spans, { collapsed: new Uint8Array(spans.count) }),
  queues: queueSegments(spans),
  critical: undefined,
  matches: undefined,
  collapsed: new Uint8Array(spans.count),
  summaryOf: () => indexIntervals(spans, []),
  selected: -1,
  focusVisible: false,
  colourBy: 'status',
  formats: { duration: formatDuration, tick: formatOffset, tickPhaseMs: 0 },
  extent: extentOf(spans),
  namesWidth: 200,
  palette: paletteOf(createTheme()),
};

const stage = () => {
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  const scroller = document.createElement('div');
  Object.defineProperties(scroller, { clientWidth: { value: 1200 }, clientHeight: { value: 628 } });
  const windows: (TimeWindow | undefined)[] = [];
  const frames: (() => void)[] = [];
  const cancelled: number[] = [];
  const scene = createScene({
    canvas: document.createElement('canvas'),
    scroller,
    spacer: document.createElement('div'),
    requestFrame: (draw) => frames.push(draw),
    cancelFrame: (handle) => cancelled.push(handle),
    pixelRatio: () => 1,
    onWindow: (window) => windows.push(window),
    onFrame: () => undefined,
  });
  scene.resize();
  scene.setInput(input);
  return { scene, scroller, windows, frames, cancelled };
};

afterEach(() => jest.restoreAllMocks());

it('draws once a frame however often things change', () => {
  const { scene, frames } = stage();
  for (let i = 0; i < 50; i++) {
    scene.setHover(i, i);
    scene.moveWindow((window, extent) => zoomWindow(window, extent, 0.99, 100));
  }
  expect(frames).toHaveLength(1);
});

it('tells of a move by the user, and of seeing everything again, but not of being told', () => {
  const { scene, windows } = stage();
  scene.showWindow({ start: 100, end: 300 });
  scene.moveWindow((window, extent) => panWindow(window, extent, 100));
  scene.moveWindow((_, extent) => extent);
  scene.moveWindow((_, extent) => extent);
  expect(windows).toEqual([{ start: 200, end: 400 }, undefined]);
});

it('does not jump when a URL gives back what it was told, rounded', () => {
  const { scene } = stage();
  scene.showWindow({ start: 100.4, end: 300.4 });
  scene.showWindow({ start: 100, end: 300 });
  expect(scene.viewport()?.window).toEqual({ start: 100.4, end: 300.4 });
  scene.showWindow(undefined);
  expect(scene.viewport()?.window).toEqual(input.extent);
});

it('brings a row and its bar into view, and leaves alone what is', () => {
  const { scene, scroller, windows } = stage();
  scene.showWindow({ start: 0, end: 1000 });
  scene.reveal(3, true);
  expect([scroller.scrollTop, windows.length]).toEqual([0, 0]);
  scene.reveal(900, true);
  expect(scroller.scrollTop).toBeGreaterThan(0);
  expect(windows).toEqual([{ start: 8750, end: 9750 }]);
  scene.reveal(-1, true);
});

it('follows an extent that grows while everything is shown', () => {
  const { scene } = stage();
  scene.setInput({ ...input, extent: { start: 0, end: 99_999 } });
  expect(scene.viewport()?.window.end).toBe(99_999);
});

it('draws nothing after its end', () => {
  const { scene, cancelled } = stage();
  scene.dispose();
  expect(cancelled).toHaveLength(1);
});
