import { graphMemory } from './answers';

test('keeps what was answered by source and question, and of too much what was used last', () => {
  const memory = graphMemory(100);
  const ask = (url: string) => memory.answerTo('s', { url });
  memory.keep('s', { url: 'a' }, 'x'.repeat(30));
  memory.keep('s', { url: 'b' }, null);
  expect(ask('b')).toBeNull();
  expect(memory.answerTo('other', { url: 'a' })).toBeUndefined();
  expect(memory.answerTo('s', { url: 'a', body: '{}' })).toBeUndefined();
  expect(ask('a')).toBe('x'.repeat(30));
  memory.keep('s', { url: 'c' }, 'y'.repeat(60));
  expect(ask('b')).toBeUndefined();
  expect(ask('c')).toBe('y'.repeat(60));
});

test('one that is larger than all is kept while it is needed', () => {
  const memory = graphMemory(10);
  memory.keep('s', { url: 'a' }, 'x'.repeat(50));
  expect(memory.answerTo('s', { url: 'a' })).toBe('x'.repeat(50));
});
