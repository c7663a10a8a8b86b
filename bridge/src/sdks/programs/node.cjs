// A Node service that fails in the ways the test asks for, with the official SDK as its users set it up.
const Sentry = require('@sentry/node');

Sentry.init({
  dsn: process.env.DSN,
  release: 'shop@1.4.0+4f5e6d7c8b9a',
  environment: 'production',
  serverName: 'web-1',
  sampleRate: 1,
});
Sentry.setUser({ id: 'u-7', email: 'ada@example.test' });
Sentry.setTag('region', 'eu');
Sentry.addBreadcrumb({ category: 'cart', message: 'added a lamp', level: 'info', data: { quantity: 2 } });

class PaymentError extends Error {
  name = 'PaymentError';
}

function charge(order) {
  try {
    JSON.parse('{');
  } catch (cause) {
    throw new PaymentError(`order ${order} was not charged`, { cause });
  }
}

function checkout(order) {
  charge(order);
}

function capture(order, configure) {
  try {
    checkout(order);
  } catch (error) {
    Sentry.captureException(error, configure);
  }
}

/** One call for all: the line that calls is part of what an issue is. */
const attempts = [
  { order: 1 },
  { order: 2 },
  { order: 3, configure: (scope) => scope.setFingerprint(['{{ default }}', 'gold customers']) },
  // Above 32 KiB the SDK compresses.
  {
    order: 4,
    configure: (scope) =>
      scope.setContext('cart', { items: Array.from({ length: 400 }, (_, i) => `lamp ${i} ${'x'.repeat(100)}`) }),
  },
];

async function main() {
  for (const { order, configure } of attempts) capture(order, configure);
  Sentry.captureMessage('The stock of 17 lamps is low', 'warning');
  await Sentry.flush(5000);
}

main().then(() => process.exit(0));
