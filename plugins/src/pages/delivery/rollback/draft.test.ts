import { bodyOf, draftOf, isReady } from './draft';

const typed = { ...draftOf(undefined), repository: 'demo/shop', address: ' https://deploy.example.org/back ' };

describe('a rollback policy as it is typed', () => {
  test('begins as a dry run that asks for fatal issues and twice the errors', () => {
    expect(bodyOf(typed)).toEqual({
      enabled: true,
      dryRun: true,
      windowMinutes: 60,
      conditions: { newFatalIssue: true, worseRatio: 2, newIssueEvents: null },
      url: 'https://deploy.example.org/back',
    });
  });

  test('needs a place, an address and a condition while it is new', () => {
    expect(isReady(typed, true)).toBe(true);
    expect(isReady({ ...typed, address: ' ' }, true)).toBe(false);
    expect(isReady({ ...typed, address: ' ' }, false)).toBe(true);
    expect(isReady({ ...typed, fatal: false, ratio: 'twice' }, false)).toBe(false);
    expect(isReady({ ...typed, fatal: false, ratio: '', events: '5' }, true)).toBe(true);
  });

  test('leaves out an address that stays, and lets the bridge name numbers that are none', () => {
    expect(bodyOf({ ...typed, address: '', minutes: 'x', events: 'many' })).toEqual({
      enabled: true,
      dryRun: true,
      windowMinutes: 0,
      conditions: { newFatalIssue: true, worseRatio: 2, newIssueEvents: { events: 0, minutes: 10 } },
    });
    expect(bodyOf({ ...typed, mode: 'acts' })).toMatchObject({ enabled: true, dryRun: false });
    expect(bodyOf({ ...typed, mode: 'off' })).toMatchObject({ enabled: false, dryRun: true });
  });
});
