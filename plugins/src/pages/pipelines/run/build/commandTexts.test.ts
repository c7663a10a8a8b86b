import { coresText, endText, processorMs } from './commandTexts';

test.each([
  [null, '–'],
  [0, '0.00'],
  [0.421, '0.42'],
  [3.14, '3.1'],
  [128.4, '128'],
])('%s cores are "%s"', (cores, expected) => {
  expect(coresText(cores)).toBe(expected);
});

test('an end is a code, a signal, or that it never began', () => {
  expect(endText({ exitCode: 0, signal: null })).toBe('exit 0');
  expect(endText({ exitCode: null, signal: 'SIGKILL' })).toBe('SIGKILL');
  expect(endText({ exitCode: null, signal: null })).toBe('not started');
});

test('processor time is told only whole', () => {
  expect(processorMs({ userMs: 1000, systemMs: 20 })).toBe(1020);
  expect(processorMs({ userMs: 1000, systemMs: null })).toBeNull();
});
