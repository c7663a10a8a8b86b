import { KEY_HELP, commandOf, type KeyPress } from './keys';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

it.each([
  ['ArrowDown', {}, 'down'],
  ['ArrowRight', {}, 'expand'],
  ['ArrowRight', { shiftKey: true }, 'panRight'],
  ['a', {}, 'panLeft'],
  ['+', { shiftKey: true }, 'zoomIn'],
  ['f', {}, 'nextFailure'],
  ['F', { shiftKey: true }, 'previousFailure'],
  ['/', {}, 'search'],
  ['?', { shiftKey: true }, 'help'],
  ['c', {}, 'critical'],
  ['0', {}, 'fit'],
  ['Enter', {}, 'open'],
] as const)('%s with %p is %s', (key, held, command) => {
  expect(commandOf(press(key, held))).toBe(command);
});

it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('leaves every key with %s to the browser', (held) => {
  for (const key of ['c', 'f', 'ArrowLeft', '0', '-']) {
    expect(commandOf(press(key, { [held]: true }))).toBeUndefined();
  }
});

it.each(['[', ']', 'Tab', 'F5', 'x'])('leaves %s to the page', (key) => {
  expect(commandOf(press(key))).toBeUndefined();
});

it('tells people of the keys', () => {
  expect(KEY_HELP.length).toBeGreaterThan(10);
});
