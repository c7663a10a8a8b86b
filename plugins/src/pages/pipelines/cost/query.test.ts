import { costParams } from './query';

jest.mock('@grafana/data', () => ({
  rangeUtil: {
    convertRawToRange: ({ from }: { from: string }) => ({
      from: { isValid: () => from !== 'now-x', toISOString: () => `at ${from}` },
    }),
  },
}));

test('what the page asks for is what its URL says', () => {
  expect(
    costParams({ q: ['ship'], repository: ['demo/shop'], name: ['ci'], by: ['job'], from: ['now-7d'] }, 0, 'UTC'),
  ).toEqual({
    q: 'ship',
    repository: ['demo/shop'],
    branch: undefined,
    name: ['ci'],
    by: 'job',
    from: 'at now-7d',
    timeZone: 'UTC',
  });
});

test('it is the usual where the URL says nothing that there is', () => {
  expect(costParams({ by: ['colour'], from: ['now-x'] }, 0, 'UTC')).toMatchObject({
    by: 'pipeline',
    from: 'at now-30d',
  });
});
