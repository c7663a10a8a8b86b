import { cleanNames, parseNames } from './names';

describe('names of a person', () => {
  test('are cleaned of what is empty, twice or too long', () => {
    expect(cleanNames([' ada ', '', 'ada', 'x'.repeat(201), 'ada@example.org'])).toEqual(['ada', 'ada@example.org']);
    expect(cleanNames(Array.from({ length: 30 }, (_, n) => `n${n}`))).toHaveLength(20);
  });

  test.each([
    [null, []],
    ['', []],
    ['{"a":1}', []],
    ['not JSON', []],
    ['["ada", 7, " bob "]', ['ada', 'bob']],
  ])('are read from %j', (kept, names) => {
    expect(parseNames(kept)).toEqual(names);
  });
});
