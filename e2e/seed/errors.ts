/** A browser's TypeError with a frame of our own, one of a library, breadcrumbs, tags, user and release. */
export const cartError = (user: string): Record<string, unknown> => ({
  platform: 'javascript',
  level: 'error',
  environment: 'production',
  release: 'shop@4.18.0',
  transaction: '/cart',
  sdk: { name: 'sentry.javascript.browser', version: '10.0.0' },
  tags: { feature: 'cart' },
  user: { id: user, email: `${user}@example.test` },
  request: {
    url: 'https://shop.example.test/cart',
    headers: { 'User-Agent': 'Mozilla/5.0 Chrome/141.0 Safari/537.36' },
  },
  contexts: {
    browser: { name: 'Chrome', version: '141.0' },
    os: { name: 'Android', version: '16' },
    trace: { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7' },
  },
  breadcrumbs: {
    values: [
      { timestamp: Date.now() / 1000 - 9, category: 'navigation', message: 'to /cart', level: 'info' },
      { timestamp: Date.now() / 1000 - 2, category: 'ui.click', message: 'button#checkout', level: 'info' },
    ],
  },
  exception: {
    values: [
      {
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'total')",
        mechanism: { type: 'onerror', handled: false },
        stacktrace: {
          frames: [
            { function: 'dispatch', filename: 'node_modules/lib/events.js', lineno: 10, colno: 3, in_app: false },
            {
              function: 'computeTotals',
              filename: 'src/cart/totals.ts',
              lineno: 42,
              colno: 17,
              in_app: true,
              pre_context: ['const lines = cart.lines;', ''],
              context_line: '  return lines.total.amount;',
              post_context: ['}', ''],
            },
          ],
        },
      },
    ],
  },
});

/** A server's fatal error in another project. */
export const paymentError = (): Record<string, unknown> => ({
  platform: 'node',
  level: 'fatal',
  environment: 'staging',
  release: 'pay@1.2.0',
  server_name: 'pay-1',
  exception: {
    values: [
      {
        type: 'GatewayTimeout',
        value: 'The payment gateway did not answer',
        stacktrace: {
          frames: [{ function: 'charge', filename: '/app/src/charge.ts', lineno: 7, colno: 5, in_app: true }],
        },
      },
    ],
  },
});
