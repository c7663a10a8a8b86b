import { bodyOf, draftOf, isReady } from './draft';

const fresh = draftOf(undefined);
const called = (address: string) => ({ action: { ...fresh.action, address } });
const typed = { ...fresh, repository: 'demo/shop', ...called(' https://deploy.example.org/back ') };
const there = { kind: 'webhook' } as const;

describe('a rollback policy as it is typed', () => {
  test('begins as a dry run that asks for fatal issues and twice the errors', () => {
    expect(bodyOf(typed)).toEqual({
      enabled: true,
      dryRun: true,
      windowMinutes: 60,
      conditions: { newFatalIssue: true, worseRatio: 2, newIssueEvents: null, slower: null, burn: null },
      action: { kind: 'webhook', url: 'https://deploy.example.org/back' },
    });
  });

  test('needs a place, an address and a condition while it is new', () => {
    expect(isReady(typed, undefined)).toBe(true);
    expect(isReady({ ...typed, ...called(' ') }, undefined)).toBe(false);
    expect(isReady({ ...typed, ...called(' ') }, there)).toBe(true);
    expect(isReady({ ...typed, fatal: false, ratio: 'twice' }, there)).toBe(false);
    expect(isReady({ ...typed, fatal: false, ratio: '', events: '5' }, undefined)).toBe(true);
  });

  test('measures a service that is named', () => {
    const slow = { ...typed, slower: '1.5', burn: '14.4' };
    expect(isReady(slow, undefined)).toBe(false);
    expect(isReady({ ...slow, service: ' shop ' }, undefined)).toBe(true);
    expect(bodyOf({ ...slow, service: ' shop ' }).conditions).toMatchObject({
      slower: { service: 'shop', ratio: 1.5 },
      burn: { service: 'shop', objective: 99.9, rate: 14.4, minutes: 60 },
    });
  });

  test('leaves out an address that stays, and lets the bridge name numbers that are none', () => {
    expect(bodyOf({ ...typed, ...called(''), minutes: 'x', events: 'many' })).toEqual({
      enabled: true,
      dryRun: true,
      windowMinutes: 0,
      conditions: {
        newFatalIssue: true,
        worseRatio: 2,
        newIssueEvents: { events: 0, minutes: 10 },
        slower: null,
        burn: null,
      },
      action: { kind: 'webhook' },
    });
    expect(bodyOf({ ...typed, mode: 'acts' })).toMatchObject({ enabled: true, dryRun: false });
    expect(bodyOf({ ...typed, mode: 'off' })).toMatchObject({ enabled: false, dryRun: true });
  });
});
