import {
  BrowserClient,
  contextLinesIntegration,
  defaultStackParser,
  makeFetchTransport,
  Scope,
  type Event,
  type EventHint,
} from '@sentry/browser';
import { seeded } from '../random';
import { cartHtml, cartUrl, provokeCartPage } from '../shop/cartPage';
import type { Bug } from '../story/catalogue';
import { eventId } from './eventId';
import type { ErrorSender } from './nodeService';

const origin = new URL(cartUrl).origin;

/** The code of a bundle, in Chrome's words: no source is at hand there, as in any browser. */
function chunkLoadError(): Error {
  const message = 'Loading chunk 512 failed.';
  const frames = ['requireEnsure (/assets/runtime-02.js:97:29)', 'openProduct (/assets/product-5d0e.js:12:5)'];
  const stack = frames.map((frame) => `    at ${frame.replace('(', `(${origin}`)}`);
  return Object.assign(new Error(message), {
    name: 'ChunkLoadError',
    stack: [`ChunkLoadError: ${message}`, ...stack].join('\n'),
  });
}

function thrown(bug: Bug): Error {
  if (bug === 'chunk-load') return chunkLoadError();
  return provokeCartPage(bug === 'checkout-null' ? 'submit' : 'cart');
}

const contextLines = contextLinesIntegration();

/** The SDK's own contextLines, which looks for the page in the browser's globals: they are there while it looks. */
function withContextLines(event: Event, hint: EventHint, client: BrowserClient) {
  const page = { document: { documentElement: { innerHTML: cartHtml } }, location: { href: cartUrl } };
  Object.assign(globalThis, page);
  try {
    return contextLines.processEvent?.(event, hint, client) ?? event;
  } finally {
    for (const name of Object.keys(page)) Reflect.deleteProperty(globalThis, name);
  }
}

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

/** The official browser SDK, given stacks and contexts as browsers report them. */
export function browserService(dsn: string, _name: string, seed: string): ErrorSender {
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
    send(failure) {
      const { at, bug, release, user } = failure;
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
      scope.addEventProcessor((event, hint) => withContextLines(event, hint, client));
      scope.captureException(thrown(bug), {
        event_id: eventId(seed, failure),
        mechanism: { type: 'onerror', handled: false },
      });
    },
    flush: async () => client.flush(20_000),
  };
}
