import { money } from './format';

test.each([
  [0, 'EUR', '€0.00'],
  [0.004, 'EUR', '<€0.01'],
  [0.84, 'USD', '$0.84'],
  [1234.5, 'EUR', '€1,234.50'],
  [1234.5, 'JPY', '¥1,235'],
  // Three letters that are nobody's currency stay what they are.
  [2, 'XQZ', 'XQZ 2.00'],
])('%d %s is %s', (amount, currency, expected) => {
  expect(money(amount, currency).replace(/\u00a0/g, ' ')).toBe(expected);
});
