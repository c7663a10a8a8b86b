import {
  contextLinesIntegration,
  defaultStackParser,
  linkedErrorsIntegration,
  makeNodeTransport,
  nodeContextIntegration,
  NodeClient,
  Scope,
} from '@sentry/node';
import { charge, convert, orderTotal, reserve } from '../services/orders';
import type { Bug } from '../story/catalogue';
import type { Failure } from '../story/hour';
import { eventId } from './eventId';

/** Runs the code that has the bug and returns what it threw. */
function provoke(bug: Bug, user: number): unknown {
  const order = {
    id: `order-${user}`,
    items: [
      {
        sku: `sku-${user % 9}`,
        quantity: 2,
        ...(bug === 'checkout-null' ? {} : { price: { amount: 4, currency: 'EUR' } }),
      },
    ],
  };
  try {
    if (bug === 'stock-race') reserve(order, new Map([[`sku-${user % 9}`, 1]]));
    else if (bug === 'gateway-timeout') charge(order);
    else if (bug === 'currency') convert(orderTotal(order), 'EUR', 'CHF');
    else orderTotal({ ...order, items: [{ sku: 'gift', quantity: 1 }] });
  } catch (error) {
    return error;
  }
  throw new Error(`the demo's ${bug} did not fail`);
}

export interface ErrorSender {
  send(failure: Failure): void;
  /** Resolves with whether everything went out in time. */
  flush(): Promise<boolean>;
}

/** The official Node SDK with a client of its own for a project; time and release are those of the story. */
export function nodeService(dsn: string, name: string, seed: string): ErrorSender {
  const client = new NodeClient({
    dsn,
    environment: 'production',
    serverName: `${name}-1`,
    transport: makeNodeTransport,
    transportOptions: { bufferSize: 2000 },
    stackParser: defaultStackParser,
    integrations: [contextLinesIntegration(), linkedErrorsIntegration(), nodeContextIntegration()],
  });
  client.init();
  return {
    send(failure) {
      const { at, bug, release, user } = failure;
      const scope = new Scope();
      scope.setClient(client);
      scope.setUser({ id: String(user), username: `user-${user}` });
      scope.setTag('region', user % 3 === 0 ? 'eu-west' : 'eu-central');
      scope.setTag('transaction_kind', bug === 'gateway-timeout' ? 'payment' : 'order');
      scope.addBreadcrumb({
        category: 'http',
        type: 'http',
        level: 'info',
        data: { method: 'POST', url: '/orders', status_code: 202 },
        timestamp: at / 1000 - 2,
      });
      scope.addBreadcrumb({
        category: 'query',
        level: 'info',
        message: 'SELECT … FROM stock WHERE sku = $1',
        timestamp: at / 1000 - 1,
      });
      scope.addEventProcessor((event) => ({ ...event, release, timestamp: at / 1000, transaction: 'POST /orders' }));
      scope.captureException(provoke(bug, user), { event_id: eventId(seed, failure) });
    },
    flush: async () => client.flush(20_000),
  };
}
