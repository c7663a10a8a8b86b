/** Small services with real bugs: their stack traces are what the demo's errors are made of. */

interface Item {
  sku: string;
  quantity: number;
  price?: { amount: number; currency: string };
}

interface Order {
  id: string;
  items: readonly Item[];
}

export class StockConflictError extends Error {
  override name = 'StockConflictError';
}

export class GatewayTimeoutError extends Error {
  override name = 'GatewayTimeoutError';
}

const priceOf = (item: Item): number => {
  if (item.price === undefined) throw new TypeError(`Cannot read properties of undefined (reading 'amount')`);
  return item.price.amount * item.quantity;
};

/** Fails when an item lost its price on the way. */
export function orderTotal(order: Order): number {
  return order.items.reduce((total, item) => total + priceOf(item), 0);
}

export function convert(amount: number, from: string, to: string): number {
  const rates: Record<string, number> = { EUR: 1, USD: 1.08, GBP: 0.84 };
  const rate = rates[to];
  if (rate === undefined) throw new RangeError(`No exchange rate from ${from} to ${to}`);
  return amount * rate;
}

export function reserve(order: Order, stock: ReadonlyMap<string, number>): void {
  for (const { sku, quantity } of order.items) {
    const left = stock.get(sku) ?? 0;
    if (left < quantity) throw new StockConflictError(`Reservation of ${quantity} × ${sku} failed: ${left} left`);
  }
}

function callGateway(order: Order, timeoutMs: number): never {
  throw new GatewayTimeoutError(`POST /charges for order ${order.id} timed out after ${timeoutMs} ms`);
}

/** A failure with a cause, as applications wrap what their clients throw. */
export function charge(order: Order): void {
  try {
    callGateway(order, 5000);
  } catch (cause) {
    throw new Error('Payment could not be taken', { cause });
  }
}
