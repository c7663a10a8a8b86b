import type { Token } from '@summit/contracts';
import { tokenState } from './TokenTable';

const token: Token = {
  id: '1',
  name: 'ci',
  kind: 'service',
  scopes: ['read'],
  createdAt: '2026-01-01T00:00:00Z',
  lastUsedAt: null,
  expiresAt: '2026-01-02T00:00:00Z',
  revokedAt: null,
};
const end = Date.parse('2026-01-02T00:00:00Z');

test('a token is valid until the moment it expires, and revoked goes before expired', () => {
  expect(tokenState(token, end - 1)).toBe('valid');
  expect(tokenState(token, end)).toBe('expired');
  expect(tokenState({ ...token, expiresAt: null }, end)).toBe('valid');
  expect(tokenState({ ...token, revokedAt: '2026-01-01T01:00:00Z' }, end)).toBe('revoked');
});
