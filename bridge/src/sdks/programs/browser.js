/* global document */
// A shop page whose button fails, with the official SDK as its users set it up. Bundled by the test.
import * as Sentry from '@sentry/browser';

const { dsn } = document.body.dataset;
Sentry.init({ dsn, release: 'storefront@3.1.0', environment: 'production' });
Sentry.setUser({ id: 'visitor-1' });
Sentry.setTag('layout', 'wide');

function priceOf(cart) {
  return cart.items.length;
}

function showTotal() {
  document.title = String(priceOf({}));
}

document.querySelector('#total').addEventListener('click', () => showTotal());
document.querySelector('#reject').addEventListener('click', () => {
  void Promise.reject(new RangeError('no shipping to planet 4'));
});
document
  .querySelector('#message')
  .addEventListener('click', () => Sentry.captureMessage('Nothing in the cart', 'info'));
