import { safeUrl } from './safeUrl';

test.each([
  ['https://github.com/demo/shop', 'https://github.com/demo/shop'],
  ['javascript:alert(1)', null],
  ['JaVaScRiPt:alert(1)', null],
  ['data:text/html,<script>', null],
  ['//evil.example', null],
  ['', null],
  [null, null],
])('%p → %p', (given, expected) => expect(safeUrl(given)).toBe(expected));
