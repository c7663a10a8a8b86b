import { placePlayhead } from './playhead';

const view = { width: 1000, height: 300, namesWidth: 200, scrollTop: 0, window: { start: 100, end: 900 } };

const placed = (offsetMs: number | undefined, shown: typeof view | undefined = view): string => {
  const line = document.createElement('div');
  placePlayhead(line, shown, offsetMs);
  return `${line.style.display} ${line.style.transform}`.trim();
};

test.each([
  [100, 'block translateX(200px)'],
  [500, 'block translateX(600px)'],
  [900, 'block translateX(998px)'],
  [99, 'none'],
  [901, 'none'],
  [undefined, 'none'],
])('the time %p of a window is at "%s"', (offsetMs, expected) => expect(placed(offsetMs)).toBe(expected));

test('there is no line before the chart has its size', () => {
  const line = document.createElement('div');
  placePlayhead(line, undefined, 500);
  expect(line.style.display).toBe('none');
});

test('is as high as the chart', () => {
  const line = document.createElement('div');
  placePlayhead(line, view, 500);
  expect(line.style.height).toBe('300px');
});
