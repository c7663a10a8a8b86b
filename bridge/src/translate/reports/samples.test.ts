import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BuildReport, type TestCase } from '@summit/contracts';
import { readReport } from './report';

/**
 * What the tools themselves wrote of one small shop with a failing, a broken, a skipped, a repeated and a parameterised test. Those of NUnit, xUnit.net,
 * Visual Studio and PHPUnit are written by their documents.
 */
const sample = (name: string): Buffer => readFileSync(path.join(__dirname, 'fixtures', name));

const lineOf = ({ outcome, suite, name, durationMs, earlierTries, file, line, message }: TestCase): string =>
  [
    `${outcome}: ${[suite, name].filter(Boolean).join(' › ')}`,
    durationMs === undefined ? '' : `${durationMs} ms`,
    earlierTries ? `after ${earlierTries.join(', ')}` : '',
    file === undefined ? '' : `at ${file}${line === undefined ? '' : `:${line}`}`,
    message ?? '',
  ]
    .filter(Boolean)
    .join(' | ');

test.each([
  [
    'ctest.junit.xml',
    'junit',
    [
      'passed: cart.empty | 3.2 ms',
      'failed: cart.discount | 2.311 ms',
      'skipped: cart.tax | 2.152 ms | SKIP_RETURN_CODE=77',
      'skipped: cart.disabled | 0 ms',
      'skipped: cart.missing | 0 ms | Unable to find executable',
      'failed: cart.hangs | 1003.8 ms',
    ],
  ],
  [
    'ctrf.json',
    'ctrf',
    [
      'passed: cart.test.js › cart › total › cart total of an empty cart is nothing | 5 ms | at /build/shop/jest/cart.test.js',
      'failed: cart.test.js › cart › total › cart total takes the discount off | 8 ms | after failed, failed | at /build/shop/jest/cart.test.js | Error: expect(received).toBe(expected) // Object.is equality',
      'skipped: cart.test.js › cart › total › cart total adds tax | 0 ms | at /build/shop/jest/cart.test.js',
      'skipped: cart.test.js › cart › total › cart total of several currencies | 0 ms | at /build/shop/jest/cart.test.js',
      'passed: cart.test.js › cart › total › cart total of [1] is 1 | 2 ms | at /build/shop/jest/cart.test.js',
      'passed: cart.test.js › cart › total › cart total of [1,2] is 3 | 2 ms | at /build/shop/jest/cart.test.js',
      'failed: cart.test.js › cart › total › cart total of [2,2] is 5 | 3 ms | after failed, failed | at /build/shop/jest/cart.test.js | Error: expect(received).toBe(expected) // Object.is equality',
      'passed: cart.test.js › cart › cart passes at the second try | 3 ms | after failed | at /build/shop/jest/cart.test.js',
    ],
  ],
  [
    'cucumber.json',
    'cucumber',
    [
      'passed: Cart › Nothing costs nothing | 1.918 ms | at features/cart.feature:5',
      'failed: Cart › Wrong | 0.721 ms | at features/cart.feature:8 | AssertionError [ERR_ASSERTION]: 5 == 9',
      'failed: Cart › Undefined | 0.174 ms | at features/cart.feature:12 | undefined: When I dance',
      'failed: Cart › Not yet | 0.361 ms | at features/cart.feature:15 | pending: When I pay',
      'passed: Cart › Sometimes | 0.414 ms | at features/cart.feature:18',
      'passed: Cart › Adding 1 and 2 | 0.438 ms | at features/cart.feature:29',
      'failed: Cart › Adding 2 and 2 | 0.898 ms | at features/cart.feature:30 | AssertionError [ERR_ASSERTION]: 4 == 5',
    ],
  ],
  [
    'cucumber.junit.xml',
    'junit',
    [
      'passed: Cart › Nothing costs nothing | 4 ms',
      'failed: Cart › Wrong | 2 ms | 5 == 9',
      'failed: Cart › Undefined | 3 ms',
      'failed: Cart › Not yet | 1 ms',
      'passed: Cart › Sometimes | 1 ms',
      'passed: Cart › Sums - Adding <a> and <b> - #1.1: Adding 1 and 2 | 2 ms',
      'failed: Cart › Sums - Adding <a> and <b> - #1.2: Adding 2 and 2 | 2 ms | 4 == 5',
    ],
  ],
  [
    'cucumber.ndjson',
    'cucumber',
    [
      'passed: Cart › Nothing costs nothing | 1.918 ms | at features/cart.feature:5',
      'failed: Cart › Wrong | 0.721 ms | after failed | at features/cart.feature:8 | AssertionError [ERR_ASSERTION]: 5 == 9',
      'failed: Cart › Undefined | 0.174 ms | at features/cart.feature:12 | A step has no code.',
      'failed: Cart › Not yet | 0.361 ms | at features/cart.feature:15',
      'passed: Cart › Sometimes | 0.414 ms | after failed | at features/cart.feature:18 | AssertionError [ERR_ASSERTION]: the queue was slow',
      'passed: Cart › Sums › Adding 1 and 2 | 0.438 ms | at features/cart.feature:29',
      'failed: Cart › Sums › Adding 2 and 2 | 0.898 ms | after failed | at features/cart.feature:30 | AssertionError [ERR_ASSERTION]: 4 == 5',
    ],
  ],
  [
    'go-test.json',
    'go-test',
    [
      'error: example.org/shop/broken › (the package) | broken/broken_test.go:5:28: undefined: undefinedThing',
      'passed: example.org/shop/cart › TestEmptyCartCostsNothing | 0 ms',
      'failed: example.org/shop/cart › TestDiscount | 0 ms | cart_test.go:16: with a discount',
      'skipped: example.org/shop/cart › TestTax | 0 ms | cart_test.go:22: no tax yet',
      'passed: example.org/shop/cart › TestSums/[1]_is_1 | 0 ms',
      'passed: example.org/shop/cart › TestSums/[1_2]_is_3 | 0 ms',
      'failed: example.org/shop/cart › TestSums/[2_2]_is_5 | 0 ms | cart_test.go:31: got 4, want 5',
      'failed: example.org/shop/cart › TestSums | 0 ms',
      'failed: example.org/shop/cart › TestSometimes | 0 ms | cart_test.go:40: the queue was slow',
      'passed: example.org/shop/panics › TestFine | 0 ms',
      'failed: example.org/shop/panics › TestPanics | 0 ms | panic: assignment to entry in nil map [recovered, repanicked]',
    ],
  ],
  [
    'gotestsum.junit.xml',
    'junit',
    [
      'failed: example.org/shop/cart › TestDiscount | 0 ms | after failed, failed | cart_test.go:16: with a discount',
      'failed: example.org/shop/cart › TestSums/[2_2]_is_5 | 0 ms | after failed, failed | cart_test.go:31: got 4, want 5',
      'failed: example.org/shop/cart › TestSums | 0 ms | after failed, failed | Failed',
      'passed: example.org/shop/cart › TestSometimes | 0 ms | after failed | cart_test.go:40: the queue was slow',
      'skipped: example.org/shop/cart › TestTax | 0 ms | cart_test.go:22: no tax yet',
      'passed: example.org/shop/cart › TestEmptyCartCostsNothing | 0 ms',
      'passed: example.org/shop/cart › TestSums/[1]_is_1 | 0 ms',
      'passed: example.org/shop/cart › TestSums/[1_2]_is_3 | 0 ms',
    ],
  ],
  [
    'jest-junit.junit.xml',
    'junit',
    [
      'passed: cart › cart total of an empty cart is nothing | 5 ms',
      'failed: cart › cart total takes the discount off | 8 ms | Error: expect(received).toBe(expected) // Object.is equality',
      'skipped: cart › cart total adds tax | 0 ms',
      'passed: cart › cart total of several currencies | 0 ms',
      'passed: cart › cart total of [1] is 1 | 2 ms',
      'passed: cart › cart total of [1,2] is 3 | 2 ms',
      'failed: cart › cart total of [2,2] is 5 | 3 ms | Error: expect(received).toBe(expected) // Object.is equality',
      'passed: cart › cart passes at the second try | 3 ms',
    ],
  ],
  [
    'jest.json',
    'jest',
    [
      'passed: cart.test.js › cart › total › of an empty cart is nothing | 5 ms | at /build/shop/jest/cart.test.js:6',
      'failed: cart.test.js › cart › total › takes the discount off | 8 ms | after failed, failed | at /build/shop/jest/cart.test.js:7 | Error: expect(received).toBe(expected) // Object.is equality',
      'skipped: cart.test.js › cart › total › adds tax | at /build/shop/jest/cart.test.js:8',
      'skipped: cart.test.js › cart › total › of several currencies | at /build/shop/jest/cart.test.js:9',
      'passed: cart.test.js › cart › total › of [1] is 1 | 2 ms | at /build/shop/jest/cart.test.js:10',
      'passed: cart.test.js › cart › total › of [1,2] is 3 | 2 ms | at /build/shop/jest/cart.test.js:10',
      'failed: cart.test.js › cart › total › of [2,2] is 5 | 3 ms | after failed, failed | at /build/shop/jest/cart.test.js:10 | Error: expect(received).toBe(expected) // Object.is equality',
      'passed: cart.test.js › cart › passes at the second try | 3 ms | after failed | at /build/shop/jest/cart.test.js:12',
      "error: broken.test.js › (loading the file) | at /build/shop/jest/broken.test.js | Cannot find module './missing' from 'jest/broken.test.js'",
    ],
  ],
  [
    'mocha-xunit.junit.xml',
    'junit',
    [
      'passed: cart › passes at the second try | 0 ms | at /build/shop/mocha/cart.spec.js',
      'passed: cart total › of an empty cart is nothing | 0 ms | at /build/shop/mocha/cart.spec.js',
      'failed: cart total › takes the discount off | 0 ms | at /build/shop/mocha/cart.spec.js | 10 == 9',
      'skipped: cart total › adds tax | 0 ms | at /build/shop/mocha/cart.spec.js',
      'passed: cart total › of 1 is 1 | 0 ms | at /build/shop/mocha/cart.spec.js',
      'passed: cart total › of 1,2 is 3 | 0 ms | at /build/shop/mocha/cart.spec.js',
      'failed: cart total › of 2,2 is 5 | 0 ms | at /build/shop/mocha/cart.spec.js | 4 == 5',
      'failed: storage › "before all" hook for "saves" | 0 ms | at /build/shop/mocha/cart.spec.js | no database on port 5432',
    ],
  ],
  [
    'mocha.json',
    'mocha',
    [
      'failed: cart.spec.js › cart total › takes the discount off | 0 ms | at /build/shop/mocha/cart.spec.js | 10 == 9',
      'failed: cart.spec.js › cart total › of 2,2 is 5 | 0 ms | at /build/shop/mocha/cart.spec.js | 4 == 5',
      'error: cart.spec.js › storage › "before all" hook for "saves" | 0 ms | at /build/shop/mocha/cart.spec.js | no database on port 5432',
      'passed: cart.spec.js › cart › passes at the second try | 0 ms | after failed | at /build/shop/mocha/cart.spec.js',
      'passed: cart.spec.js › cart total › of an empty cart is nothing | 1 ms | at /build/shop/mocha/cart.spec.js',
      'passed: cart.spec.js › cart total › of 1 is 1 | 0 ms | at /build/shop/mocha/cart.spec.js',
      'passed: cart.spec.js › cart total › of 1,2 is 3 | 0 ms | at /build/shop/mocha/cart.spec.js',
      'skipped: cart.spec.js › cart total › adds tax | at /build/shop/mocha/cart.spec.js',
    ],
  ],
  [
    'nunit2.xml',
    'nunit',
    [
      'passed: Shop.Tests.CartTests › EmptyCartCostsNothing | 16 ms',
      'failed: Shop.Tests.CartTests › DiscountIsTakenOff | 23 ms | Expected: 9',
      'error: Shop.Tests.CartTests › Saves | 2 ms | System.InvalidOperationException : no database on port 5432',
      'skipped: Shop.Tests.CartTests › Tax(1.5,"a.b") | no tax yet',
    ],
  ],
  [
    'nunit3.xml',
    'nunit',
    [
      'passed: Shop.Tests.CartTests › EmptyCartCostsNothing | 12.345 ms',
      'failed: Shop.Tests.CartTests › DiscountIsTakenOff | 34 ms | Expected: 9',
      'error: Shop.Tests.CartTests › Saves | 1 ms | System.InvalidOperationException : no database on port 5432',
      'skipped: Shop.Tests.CartTests › Tax | 0 ms | no tax yet',
      'skipped: Shop.Tests.CartTests › Assumes | 0.2 ms',
      'passed: Shop.Tests.CartTests › Sums(1,"a.b") | 0.3 ms',
      'passed: Shop.Tests.PriceTests("EUR") › Rounds | 0.4 ms',
    ],
  ],
  [
    'phpunit.junit.xml',
    'junit',
    [
      'passed: Shop.Tests.CartTest › testEmptyCartCostsNothing | 4.131 ms | at /build/shop/tests/CartTest.php:12',
      'failed: Shop.Tests.CartTest › testDiscountIsTakenOff | 1034 ms | at /build/shop/tests/CartTest.php:17 | Failed asserting that 10 matches expected 9.',
      'skipped: Shop.Tests.CartTest › testTax | 0.081 ms | at /build/shop/tests/CartTest.php:22',
      'error: Shop.Tests.CartTest › testSaves | 0.3 ms | at /build/shop/tests/CartTest.php:27 | RuntimeException: no database on port 5432',
      'passed: Shop.Tests.CartTest › testSums with data set "one" | 1 ms | at /build/shop/tests/CartTest.php:35',
      'failed: Shop.Tests.CartTest › testSums with data set "two" | 1 ms | at /build/shop/tests/CartTest.php:35 | Failed asserting that 2 matches expected 3.',
    ],
  ],
  [
    'playwright.json',
    'playwright',
    [
      'passed: desktop › cart.spec.ts › cart › empty costs nothing | 11 ms | at cart.spec.ts:3',
      'passed: phone › cart.spec.ts › cart › empty costs nothing | 24 ms | at cart.spec.ts:3',
      'failed: desktop › cart.spec.ts › cart › takes the discount off | 13 ms | after failed | at cart.spec.ts:4 | Error: expect(received).toBe(expected) // Object.is equality',
      'failed: phone › cart.spec.ts › cart › takes the discount off | 13 ms | after failed | at cart.spec.ts:4 | Error: expect(received).toBe(expected) // Object.is equality',
      'skipped: desktop › cart.spec.ts › cart › adds tax | 0 ms | at cart.spec.ts:5',
      'skipped: phone › cart.spec.ts › cart › adds tax | 0 ms | at cart.spec.ts:5',
      'passed: desktop › cart.spec.ts › cart › passes at the second try | 10 ms | after failed | at cart.spec.ts:6 | Error: the queue was slow',
      'passed: phone › cart.spec.ts › cart › passes at the second try | 14 ms | after failed | at cart.spec.ts:6 | Error: the queue was slow',
      'passed: desktop › cart.spec.ts › cart › sum of 1 and 2 | 18 ms | at cart.spec.ts:7',
      'passed: phone › cart.spec.ts › cart › sum of 1 and 2 | 11 ms | at cart.spec.ts:7',
      'failed: desktop › cart.spec.ts › cart › sum of 2 and 2 | 14 ms | after failed | at cart.spec.ts:7 | Error: expect(received).toBe(expected) // Object.is equality',
      'failed: phone › cart.spec.ts › cart › sum of 2 and 2 | 21 ms | after failed | at cart.spec.ts:7 | Error: expect(received).toBe(expected) // Object.is equality',
      'passed: desktop › cart.spec.ts › cart › is known to fail | 18 ms | at cart.spec.ts:8',
      'passed: phone › cart.spec.ts › cart › is known to fail | 21 ms | at cart.spec.ts:8',
      'error: desktop › cart.spec.ts › cart › hangs | 203 ms | after error | at cart.spec.ts:9 | Test timeout of 200ms exceeded.',
      'error: phone › cart.spec.ts › cart › hangs | 203 ms | after error | at cart.spec.ts:9 | Test timeout of 200ms exceeded.',
    ],
  ],
  [
    'playwright.junit.xml',
    'junit',
    [
      'passed: cart.spec.ts › [desktop] cart › empty costs nothing | 11 ms',
      'failed: cart.spec.ts › [desktop] cart › takes the discount off | 43 ms | expect(received).toBe(expected) // Object.is equality',
      'skipped: cart.spec.ts › [desktop] cart › adds tax',
      'passed: cart.spec.ts › [desktop] cart › passes at the second try | 41 ms',
      'passed: cart.spec.ts › [desktop] cart › sum of 1 and 2 | 18 ms',
      'failed: cart.spec.ts › [desktop] cart › sum of 2 and 2 | 32 ms | expect(received).toBe(expected) // Object.is equality',
      'passed: cart.spec.ts › [desktop] cart › is known to fail | 18 ms',
      'error: cart.spec.ts › [desktop] cart › hangs | 411 ms | Test timeout of 200ms exceeded.',
      'passed: cart.spec.ts › [phone] cart › empty costs nothing | 24 ms',
      'failed: cart.spec.ts › [phone] cart › takes the discount off | 50 ms | expect(received).toBe(expected) // Object.is equality',
      'skipped: cart.spec.ts › [phone] cart › adds tax',
      'passed: cart.spec.ts › [phone] cart › passes at the second try | 31 ms',
      'passed: cart.spec.ts › [phone] cart › sum of 1 and 2 | 11 ms',
      'failed: cart.spec.ts › [phone] cart › sum of 2 and 2 | 50 ms | expect(received).toBe(expected) // Object.is equality',
      'passed: cart.spec.ts › [phone] cart › is known to fail | 21 ms',
      'error: cart.spec.ts › [phone] cart › hangs | 407 ms | Test timeout of 200ms exceeded.',
    ],
  ],
  [
    'pytest.json',
    'pytest',
    [
      'passed: tests/test_cart.py › test_empty_cart_costs_nothing | 2.123 ms | at tests/test_cart.py:6',
      'failed: tests/test_cart.py › test_discount_is_taken_off | 3.653 ms | at tests/test_cart.py:9 | assert 10 == 9',
      'skipped: tests/test_cart.py › test_tax | 0.596 ms | at tests/test_cart.py:12 | no tax yet',
      'error: tests/test_cart.py › test_saves | 0.864 ms | at tests/test_cart.py:20 | RuntimeError: no database on port 5432',
      'passed: tests/test_cart.py › test_sums[prices0-1] | 1.247 ms | at tests/test_cart.py:23',
      'passed: tests/test_cart.py › test_sums[prices1-3] | 1.229 ms | at tests/test_cart.py:23',
      'failed: tests/test_cart.py › test_sums[prices2-5] | 1.804 ms | at tests/test_cart.py:23 | assert 4 == 5',
      'passed: tests/test_cart.py › test_sometimes | 1.43 ms | after failed | at tests/test_cart.py:27',
      'skipped: tests/test_cart.py › test_known_bug | 2.001 ms | at tests/test_cart.py:32 | assert 1 == 2',
      'passed: tests/test_cart.py › TestDiscount › test_negative | 1.844 ms | at tests/test_cart.py:37',
    ],
  ],
  [
    'pytest.junit.xml',
    'junit',
    [
      'passed: tests.test_cart › test_empty_cart_costs_nothing | 2 ms',
      'failed: tests.test_cart › test_discount_is_taken_off | 4 ms | assert 10 == 9',
      'skipped: tests.test_cart › test_tax | 1 ms | no tax yet',
      'error: tests.test_cart › test_saves | 1 ms | failed on setup with "RuntimeError: no database on port 5432"',
      'passed: tests.test_cart › test_sums[prices0-1] | 1 ms',
      'passed: tests.test_cart › test_sums[prices1-3] | 1 ms',
      'failed: tests.test_cart › test_sums[prices2-5] | 2 ms | assert 4 == 5',
      'passed: tests.test_cart › test_sometimes | 1 ms | after failed',
      'skipped: tests.test_cart › test_known_bug | 2 ms | pytest.xfail',
      'passed: tests.test_cart.TestDiscount › test_negative | 2 ms',
    ],
  ],
  [
    'surefire.junit.xml',
    'junit',
    [
      'passed: org.example.shop.CartTest › emptyCartCostsNothing | 167 ms',
      'failed: org.example.shop.CartTest › discountIsTakenOff | 44 ms | after failed, failed | expected: <9> but was: <10>',
      'passed: org.example.shop.CartTest › sometimes | 31 ms | after failed | the queue was slow ==> expected: <true> but was: <false>',
      'skipped: org.example.shop.CartTest › tax | 0 ms | no tax yet',
      'passed: org.example.shop.CartTest › sums(int, int)[1] | 178 ms',
      'failed: org.example.shop.CartTest › sums(int, int)[2] | 21 ms | after failed, failed | expected: <3> but was: <2>',
      'error: org.example.shop.CartTest › saves | 17 ms | after error, error | no database on port 5432',
    ],
  ],
  [
    'testng.xml',
    'testng',
    [
      'failed: org.example.shop.CartTest › discount | 33 ms | expected [9] but found [10]',
      'passed: org.example.shop.CartTest › emptyCartCostsNothing | 3 ms',
      'failed: org.example.shop.CartTest › saves | 3 ms | no database on port 5432',
      'passed: org.example.shop.CartTest › sometimes | 1 ms | after failed | the queue was slow expected [true] but found [false]',
      'passed: org.example.shop.CartTest › sums(1, 1) | 5 ms',
      'failed: org.example.shop.CartTest › sums(2, 3) | 1 ms | expected [3] but found [2]',
      'skipped: org.example.shop.CartTest › tax | 1 ms | no tax yet',
    ],
  ],
  [
    'vitest.json',
    'jest',
    [
      'passed: cart.test.mjs › cart › total › of an empty cart is nothing | 2.514 ms | at /build/shop/t/cart.test.mjs',
      'failed: cart.test.mjs › cart › total › takes the discount off | 14.541 ms | at /build/shop/t/cart.test.mjs | AssertionError: expected 10 to be 9 // Object.is equality',
      'skipped: cart.test.mjs › cart › total › adds tax | at /build/shop/t/cart.test.mjs',
      'passed: cart.test.mjs › cart › total › of [1] is 1 | 0.403 ms | at /build/shop/t/cart.test.mjs',
      'passed: cart.test.mjs › cart › total › of [1,2] is 3 | 0.235 ms | at /build/shop/t/cart.test.mjs',
      'failed: cart.test.mjs › cart › total › of [2,2] is 5 | 1.337 ms | at /build/shop/t/cart.test.mjs | AssertionError: expected 4 to be 5 // Object.is equality',
      'passed: cart.test.mjs › cart › passes at the second try | 1.154 ms | at /build/shop/t/cart.test.mjs',
    ],
  ],
  [
    'vitest.junit.xml',
    'junit',
    [
      'passed: t/cart.test.mjs › cart > total > of an empty cart is nothing | 2.514 ms',
      'failed: t/cart.test.mjs › cart > total > takes the discount off | 14.541 ms | expected 10 to be 9 // Object.is equality',
      'skipped: t/cart.test.mjs › cart > total > adds tax | 0 ms',
      'passed: t/cart.test.mjs › cart > total > of [1] is 1 | 0.403 ms',
      'passed: t/cart.test.mjs › cart > total > of [1,2] is 3 | 0.235 ms',
      'failed: t/cart.test.mjs › cart > total > of [2,2] is 5 | 1.337 ms | expected 4 to be 5 // Object.is equality',
      'passed: t/cart.test.mjs › cart > passes at the second try | 1.154 ms',
    ],
  ],
  [
    'vstest.trx',
    'trx',
    [
      'passed: Shop.Tests.CartTests › EmptyCartCostsNothing | 12.346 ms',
      'failed: Shop.Tests.CartTests › DiscountIsTakenOff | 1500 ms | Assert.AreEqual failed. Expected:<9>. Actual:<10>.',
      'skipped: Shop.Tests.CartTests › Tax | no tax yet',
      'error: Shop.Tests.CartTests › Hangs | 60000 ms | Timeout',
      'passed: Shop.Tests.CartTests › Sums (1,1) | 1 ms',
      'failed: Shop.Tests.CartTests › Sums (2,3) | 2 ms | Assert.AreEqual failed. Expected:<3>. Actual:<2>.',
      'passed: Shop.Tests.PriceTests › Rounds(price: 1.005) | 0.1 ms',
    ],
  ],
  [
    'xunit.xml',
    'xunit',
    [
      'error: test-class-cleanup › Shop.Tests.CartTests | System.IO.IOException : the directory is not empty',
      'passed: Shop.Tests.CartTests › EmptyCartCostsNothing | 3.129 ms',
      'passed: Shop.Tests.CartTests › Sums(price: 1, expected: 1) | 0.2 ms',
      'failed: Shop.Tests.CartTests › Sums(price: 2, expected: 3) | 10.2 ms | at /build/shop/CartTests.cs:24 | Assert.Equal() Failure',
      'failed: Shop.Tests.CartTests › A discount is taken off | 0.4 ms | System.InvalidOperationException : no database on port 5432',
      'skipped: Shop.Tests.CartTests › Tax | 0 ms | no tax yet',
    ],
  ],
])('%s is read as %s', (name, format, cases) => {
  const report = readReport(sample(name));
  expect(report).toEqual(BuildReport.parse(report));
  expect(report.format).toBe(format);
  expect(report.kind === 'tests' ? report.cases.map(lineOf) : []).toEqual(cases);
});

test.each([
  [
    'coverage-py.cobertura.xml',
    'cobertura',
    [{ path: 'cart.py', lines: { covered: 5, total: 6 }, branches: { covered: 2, total: 2 } }],
  ],
  [
    'coverage-py.lcov',
    'lcov',
    [
      {
        path: 'cart.py',
        lines: { covered: 5, total: 6 },
        branches: { covered: 2, total: 2 },
        functions: { covered: 1, total: 2 },
      },
    ],
  ],
  ['go-cover.out', 'go', [{ path: 'example.org/shop/cart/cart.go', lines: { covered: 5, total: 7 } }]],
  [
    'istanbul.clover.xml',
    'clover',
    [
      {
        path: '/build/shop/mocha/cart.spec.js',
        lines: { covered: 13, total: 13 },
        functions: { covered: 8, total: 10 },
      },
      {
        path: '/build/shop/src/cart.js',
        lines: { covered: 3, total: 4 },
        branches: { covered: 2, total: 3 },
        functions: { covered: 2, total: 3 },
      },
    ],
  ],
  [
    'istanbul.cobertura.xml',
    'cobertura',
    [
      { path: 'mocha/cart.spec.js', lines: { covered: 13, total: 13 }, functions: { covered: 8, total: 10 } },
      {
        path: 'src/cart.js',
        lines: { covered: 4, total: 6 },
        branches: { covered: 1, total: 2 },
        functions: { covered: 2, total: 3 },
      },
    ],
  ],
  [
    'jacoco.xml',
    'jacoco',
    [
      {
        path: 'org/example/shop/Cart.java',
        lines: { covered: 4, total: 6 },
        branches: { covered: 3, total: 4 },
        functions: { covered: 1, total: 3 },
      },
    ],
  ],
  [
    'jest.clover.xml',
    'clover',
    [
      {
        path: '/build/shop/src/cart.js',
        lines: { covered: 3, total: 4 },
        branches: { covered: 2, total: 3 },
        functions: { covered: 2, total: 3 },
      },
    ],
  ],
  [
    'jest.lcov',
    'lcov',
    [
      {
        path: 'src/cart.js',
        lines: { covered: 3, total: 4 },
        branches: { covered: 2, total: 3 },
        functions: { covered: 2, total: 3 },
      },
    ],
  ],
  [
    'vitest.lcov',
    'lcov',
    [
      {
        path: 'src/cart.mjs',
        lines: { covered: 5, total: 7 },
        branches: { covered: 2, total: 3 },
        functions: { covered: 1, total: 2 },
      },
    ],
  ],
])('%s is read as %s', (name, format, files) => {
  const report = readReport(sample(name));
  expect(report).toEqual(BuildReport.parse(report));
  expect(report).toEqual({ kind: 'coverage', format, files });
});
