import { explainMissingGo, isAtLeast, parseGoVersion, requiredGoVersion } from './go';

const need = { major: 1, minor: 26, patch: 5 };

test.each([
  ['go1.26.8', { major: 1, minor: 26, patch: 8 }],
  ['1.25', { major: 1, minor: 25, patch: 0 }],
  ['go1.27rc1', { major: 1, minor: 27, patch: 0 }],
])('reads %s', (text, version) => {
  expect(parseGoVersion(text)).toEqual(version);
});

test('reads no version out of something else', () => {
  expect(parseGoVersion('devel')).toBeUndefined();
});

test('takes what a go.mod asks for from its go line', () => {
  expect(requiredGoVersion('module x\n\ngo 1.26.5\n\nrequire go.example/v2 v2.0.0\n')).toEqual(need);
  expect(() => requiredGoVersion('module x\n')).toThrow('no readable `go` line');
});

test.each([
  [{ major: 1, minor: 26, patch: 5 }, true],
  [{ major: 1, minor: 27, patch: 0 }, true],
  [{ major: 2, minor: 0, patch: 0 }, true],
  [{ major: 1, minor: 26, patch: 4 }, false],
  [{ major: 1, minor: 25, patch: 99 }, false],
])('%j is new enough: %s', (have, enough) => {
  expect(isAtLeast(have, need)).toBe(enough);
});

describe('says in one line what to do', () => {
  test('when there is no Go', () => {
    expect(explainMissingGo(undefined, '', need)).toMatch(
      /^Go 1\.26\.5 or newer is needed .* https:\/\/go\.dev\/dl\/$/,
    );
  });
  test('when Go is too old and must not fetch a newer one', () => {
    expect(explainMissingGo('go1.24.1', 'local', need)).toContain('this is 1.24.1');
  });
  test('when Go is older than the switching of toolchains', () => {
    expect(explainMissingGo('go1.19.8', 'auto', need)).toContain('this is 1.19.8');
  });
  test('and nothing when Go is new enough or fetches a newer one itself', () => {
    expect(explainMissingGo('go1.26.5', 'local', need)).toBeUndefined();
    expect(explainMissingGo('go1.24.1', 'auto', need)).toBeUndefined();
  });
});
