/** A shop whose calls fail, twenty ways, each some frames deep: the SDK takes real stacks and source lines from here. */

export interface FailingCall {
  name: string;
  fail: () => void;
}

interface Order {
  id: number;
  lines: { sku: string; quantity: number; price: number }[];
  customer: { id: number; country: string } | null;
}

const order: Order = {
  id: 48151,
  lines: [
    { sku: 'A-100', quantity: 2, price: 19.95 },
    { sku: 'B-220', quantity: 1, price: 20 },
  ],
  customer: null,
};

function handleRequest(work: (current: Order) => unknown): unknown {
  const started = Date.now();
  const result = withTransaction((current) => work(current));
  return { result, tookMs: Date.now() - started };
}

function withTransaction(work: (current: Order) => unknown): unknown {
  const snapshot = structuredClone(order);
  return withRetry(() => work(snapshot), 1);
}

function withRetry(work: () => unknown, attempts: number): unknown {
  for (let attempt = 1; ; attempt++) {
    try {
      return work();
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

function checkoutTotal(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkCheckoutTotal(current, amount);
}

function checkCheckoutTotal(current: Order, amount: number): number {
  const limit = 100 - current.lines.length;
  if (amount < limit) return applyCheckoutTotal(current, limit);
  return amount;
}

function applyCheckoutTotal(current: Order, limit: number): number {
  if (current.customer === null) throw new TypeError(`checkout total failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function stockReserve(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkStockReserve(current, amount);
}

function checkStockReserve(current: Order, amount: number): number {
  const limit = 107 - current.lines.length;
  if (amount < limit) return applyStockReserve(current, limit);
  return amount;
}

function applyStockReserve(current: Order, limit: number): number {
  if (current.customer === null) throw new RangeError(`stock reserve failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function priceRule(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 2);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkPriceRule(current, amount);
}

function checkPriceRule(current: Order, amount: number): number {
  const limit = 114 - current.lines.length;
  if (amount < limit) return applyPriceRule(current, limit);
  return amount;
}

function applyPriceRule(current: Order, limit: number): number {
  if (current.customer === null) throw new Error(`price rule failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function paymentDecline(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkPaymentDecline(current, amount);
}

function checkPaymentDecline(current: Order, amount: number): number {
  const limit = 121 - current.lines.length;
  if (amount < limit) return applyPaymentDecline(current, limit);
  return amount;
}

function applyPaymentDecline(current: Order, limit: number): number {
  if (current.customer === null) throw new SyntaxError(`payment decline failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function sessionParse(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkSessionParse(current, amount);
}

function checkSessionParse(current: Order, amount: number): number {
  const limit = 128 - current.lines.length;
  if (amount < limit) return applySessionParse(current, limit);
  return amount;
}

function applySessionParse(current: Order, limit: number): number {
  if (current.customer === null) throw new ReferenceError(`session parse failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function cartMerge(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 2);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkCartMerge(current, amount);
}

function checkCartMerge(current: Order, amount: number): number {
  const limit = 135 - current.lines.length;
  if (amount < limit) return applyCartMerge(current, limit);
  return amount;
}

function applyCartMerge(current: Order, limit: number): number {
  if (current.customer === null) throw new TypeError(`cart merge failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function couponExpired(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkCouponExpired(current, amount);
}

function checkCouponExpired(current: Order, amount: number): number {
  const limit = 142 - current.lines.length;
  if (amount < limit) return applyCouponExpired(current, limit);
  return amount;
}

function applyCouponExpired(current: Order, limit: number): number {
  if (current.customer === null) throw new RangeError(`coupon expired failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function addressLookup(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkAddressLookup(current, amount);
}

function checkAddressLookup(current: Order, amount: number): number {
  const limit = 149 - current.lines.length;
  if (amount < limit) return applyAddressLookup(current, limit);
  return amount;
}

function applyAddressLookup(current: Order, limit: number): number {
  if (current.customer === null) throw new Error(`address lookup failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function invoiceRender(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 2);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkInvoiceRender(current, amount);
}

function checkInvoiceRender(current: Order, amount: number): number {
  const limit = 156 - current.lines.length;
  if (amount < limit) return applyInvoiceRender(current, limit);
  return amount;
}

function applyInvoiceRender(current: Order, limit: number): number {
  if (current.customer === null) throw new SyntaxError(`invoice render failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function mailTemplate(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkMailTemplate(current, amount);
}

function checkMailTemplate(current: Order, amount: number): number {
  const limit = 163 - current.lines.length;
  if (amount < limit) return applyMailTemplate(current, limit);
  return amount;
}

function applyMailTemplate(current: Order, limit: number): number {
  if (current.customer === null) throw new ReferenceError(`mail template failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function searchQuery(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkSearchQuery(current, amount);
}

function checkSearchQuery(current: Order, amount: number): number {
  const limit = 170 - current.lines.length;
  if (amount < limit) return applySearchQuery(current, limit);
  return amount;
}

function applySearchQuery(current: Order, limit: number): number {
  if (current.customer === null) throw new TypeError(`search query failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function ratingSave(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 2);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkRatingSave(current, amount);
}

function checkRatingSave(current: Order, amount: number): number {
  const limit = 177 - current.lines.length;
  if (amount < limit) return applyRatingSave(current, limit);
  return amount;
}

function applyRatingSave(current: Order, limit: number): number {
  if (current.customer === null) throw new RangeError(`rating save failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function imageResize(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkImageResize(current, amount);
}

function checkImageResize(current: Order, amount: number): number {
  const limit = 184 - current.lines.length;
  if (amount < limit) return applyImageResize(current, limit);
  return amount;
}

function applyImageResize(current: Order, limit: number): number {
  if (current.customer === null) throw new Error(`image resize failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function exportCsv(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkExportCsv(current, amount);
}

function checkExportCsv(current: Order, amount: number): number {
  const limit = 191 - current.lines.length;
  if (amount < limit) return applyExportCsv(current, limit);
  return amount;
}

function applyExportCsv(current: Order, limit: number): number {
  if (current.customer === null) throw new SyntaxError(`export csv failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function importRow(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 2);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkImportRow(current, amount);
}

function checkImportRow(current: Order, amount: number): number {
  const limit = 198 - current.lines.length;
  if (amount < limit) return applyImportRow(current, limit);
  return amount;
}

function applyImportRow(current: Order, limit: number): number {
  if (current.customer === null) throw new ReferenceError(`import row failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function loginToken(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkLoginToken(current, amount);
}

function checkLoginToken(current: Order, amount: number): number {
  const limit = 205 - current.lines.length;
  if (amount < limit) return applyLoginToken(current, limit);
  return amount;
}

function applyLoginToken(current: Order, limit: number): number {
  if (current.customer === null) throw new TypeError(`login token failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function queueRetry(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkQueueRetry(current, amount);
}

function checkQueueRetry(current: Order, amount: number): number {
  const limit = 212 - current.lines.length;
  if (amount < limit) return applyQueueRetry(current, limit);
  return amount;
}

function applyQueueRetry(current: Order, limit: number): number {
  if (current.customer === null) throw new RangeError(`queue retry failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function cacheDecode(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 2);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkCacheDecode(current, amount);
}

function checkCacheDecode(current: Order, amount: number): number {
  const limit = 219 - current.lines.length;
  if (amount < limit) return applyCacheDecode(current, limit);
  return amount;
}

function applyCacheDecode(current: Order, limit: number): number {
  if (current.customer === null) throw new Error(`cache decode failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function taxTable(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 0);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkTaxTable(current, amount);
}

function checkTaxTable(current: Order, amount: number): number {
  const limit = 226 - current.lines.length;
  if (amount < limit) return applyTaxTable(current, limit);
  return amount;
}

function applyTaxTable(current: Order, limit: number): number {
  if (current.customer === null) throw new SyntaxError(`tax table failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

function shipmentLabel(current: Order): number {
  const lines = current.lines.filter((line) => line.quantity > 1);
  const amount = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return checkShipmentLabel(current, amount);
}

function checkShipmentLabel(current: Order, amount: number): number {
  const limit = 233 - current.lines.length;
  if (amount < limit) return applyShipmentLabel(current, limit);
  return amount;
}

function applyShipmentLabel(current: Order, limit: number): number {
  if (current.customer === null) throw new ReferenceError(`shipment label failed for order ${current.id}: limit ${limit} needs a customer`);
  return current.customer.id + limit;
}

export const failingCalls: readonly FailingCall[] = [
  { name: 'checkout-total', fail: () => void handleRequest(checkoutTotal) },
  { name: 'stock-reserve', fail: () => void handleRequest(stockReserve) },
  { name: 'price-rule', fail: () => void handleRequest(priceRule) },
  { name: 'payment-decline', fail: () => void handleRequest(paymentDecline) },
  { name: 'session-parse', fail: () => void handleRequest(sessionParse) },
  { name: 'cart-merge', fail: () => void handleRequest(cartMerge) },
  { name: 'coupon-expired', fail: () => void handleRequest(couponExpired) },
  { name: 'address-lookup', fail: () => void handleRequest(addressLookup) },
  { name: 'invoice-render', fail: () => void handleRequest(invoiceRender) },
  { name: 'mail-template', fail: () => void handleRequest(mailTemplate) },
  { name: 'search-query', fail: () => void handleRequest(searchQuery) },
  { name: 'rating-save', fail: () => void handleRequest(ratingSave) },
  { name: 'image-resize', fail: () => void handleRequest(imageResize) },
  { name: 'export-csv', fail: () => void handleRequest(exportCsv) },
  { name: 'import-row', fail: () => void handleRequest(importRow) },
  { name: 'login-token', fail: () => void handleRequest(loginToken) },
  { name: 'queue-retry', fail: () => void handleRequest(queueRetry) },
  { name: 'cache-decode', fail: () => void handleRequest(cacheDecode) },
  { name: 'tax-table', fail: () => void handleRequest(taxTable) },
  { name: 'shipment-label', fail: () => void handleRequest(shipmentLabel) },
];
