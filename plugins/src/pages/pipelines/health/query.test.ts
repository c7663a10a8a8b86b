import { defaultSort, healthParams } from './query';

jest.mock('@grafana/data', () => ({
  rangeUtil: {
    convertRawToRange: ({ from }: { from: string }) => ({
      from: { isValid: () => from !== 'now-x', toISOString: () => `at ${from}` },
    }),
  },
}));

describe('what the page asks for', () => {
  test('is what its URL says', () => {
    expect(
      healthParams(
        { q: ['ship'], repository: ['demo/shop'], branch: ['main'], sort: ['slower'], from: ['now-24h'] },
        0,
      ),
    ).toEqual({ q: 'ship', repository: ['demo/shop'], branch: ['main'], sort: 'slower', from: 'at now-24h' });
  });

  test('is the usual where it says nothing, or nothing that there is', () => {
    const usual = { q: undefined, repository: undefined, branch: undefined, sort: defaultSort, from: 'at now-7d' };
    expect(healthParams({}, 0)).toEqual(usual);
    expect(healthParams({ sort: ['colour'], from: ['now-x'] }, 0)).toEqual(usual);
  });
});
