import { BrowserClient, defaultStackParser, makeFetchTransport, Scope } from '@sentry/browser';
import { seeded } from '../random';
import type { Bug } from '../story/catalogue';
import type { ErrorSender } from './nodeService';

const origin = 'https://shop.demo.example';

/** Stacks as Chrome writes them, for code that runs in a shopper's browser. */
const stacks: Partial<Record<Bug, { name: string; message: string; frames: readonly string[] }>> = {
  'undefined-total': {
    name: 'TypeError',
    message: "Cannot read properties of undefined (reading 'total')",
    frames: [
      'computeTotals (/assets/cart-4f1c2a.js:42:17)',
      'CartPage (/assets/cart-4f1c2a.js:118:20)',
      'renderWithHooks (/assets/vendor-91be.js:1204:18)',
      'beginWork (/assets/vendor-91be.js:3011:13)',
    ],
  },
  'checkout-null': {
    name: 'TypeError',
    message: "Cannot set properties of null (setting 'disabled')",
    frames: [
      'submitCheckout (/assets/checkout-77ab.js:88:31)',
      'HTMLButtonElement.onclick (/assets/checkout-77ab.js:210:9)',
    ],
  },
  'chunk-load': {
    name: 'ChunkLoadError',
    message: 'Loading chunk 512 failed.',
    frames: ['requireEnsure (/assets/runtime-02.js:97:29)', 'openProduct (/assets/product-5d0e.js:12:5)'],
  },
};

interface Named {
  name: string;
  version?: string;
}

interface Device {
  [key: string]: Named & Record<string, unknown>;
  browser: Named & Record<string, unknown>;
  os: Named & Record<string, unknown>;
}

const browsers: readonly [Device, ...Device[]] = [
  { browser: { name: 'Chrome', version: '131.0.0' }, os: { name: 'Windows', version: '11' } },
  { browser: { name: 'Chrome', version: '131.0.0' }, os: { name: 'Android', version: '15' } },
  { browser: { name: 'Firefox', version: '133.0' }, os: { name: 'Linux' } },
  { browser: { name: 'Safari', version: '18.1' }, os: { name: 'iOS', version: '18.1' } },
];

function thrown(bug: Bug): Error {
  const stack = stacks[bug] ?? stacks['undefined-total'];
  if (!stack) throw new Error(`no stack for ${bug}`);
  const error = new Error(stack.message);
  error.name = stack.name;
  error.stack = `${stack.name}: ${stack.message}\n${stack.frames.map((frame) => `    at ${frame.replace('(', `(${origin}`)}`).join('\n')}`;
  return error;
}

/** The official browser SDK, given stacks and contexts as browsers report them. */
export function browserService(dsn: string): ErrorSender {
  const client = new BrowserClient({
    dsn,
    environment: 'production',
    transport: makeFetchTransport,
    transportOptions: { bufferSize: 2000 },
    stackParser: defaultStackParser,
    integrations: [],
  });
  client.init();
  return {
    send({ at, bug, release, user }) {
      const random = seeded('browser', user, at);
      const contexts = random.pick(browsers);
      const scope = new Scope();
      scope.setClient(client);
      scope.setUser({ id: String(user) });
      scope.addBreadcrumb({ category: 'navigation', data: { from: '/', to: '/cart' }, timestamp: at / 1000 - 9 });
      scope.addBreadcrumb({
        category: 'fetch',
        type: 'http',
        data: { method: 'GET', url: '/api/cart', status_code: 200 },
        timestamp: at / 1000 - 4,
      });
      scope.addBreadcrumb({ category: 'ui.click', message: 'button#checkout', timestamp: at / 1000 - 1 });
      scope.addEventProcessor((event) => ({
        ...event,
        release,
        timestamp: at / 1000,
        contexts: { ...event.contexts, ...contexts },
        request: {
          url: `${origin}/${bug === 'chunk-load' ? 'product/512' : 'cart'}`,
          headers: { 'User-Agent': `${contexts.browser.name}/${contexts.browser.version}` },
        },
      }));
      scope.captureException(thrown(bug), { mechanism: { type: 'onerror', handled: false } });
    },
    flush: async () => void (await client.flush(20_000)),
  };
}
