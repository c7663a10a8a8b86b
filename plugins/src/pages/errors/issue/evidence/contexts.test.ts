import { contextParts } from './contexts';

test('the usual contexts come first, the type marker goes, what is no object is told', () => {
  const parts = contextParts({
    zebra: 7,
    os: { type: 'os', name: 'iOS' },
    browser: { name: 'Chrome', version: '141' },
    empty: { type: 'x' },
    list: ['a'],
  });
  expect(parts).toEqual([
    { label: 'Browser', values: { name: 'Chrome', version: '141' } },
    { label: 'OS', values: { name: 'iOS' } },
    { label: 'List', values: { list: ['a'] } },
    { label: 'Zebra', values: { zebra: 7 } },
  ]);
});
