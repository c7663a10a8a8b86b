import { eventOf, messageOf } from '../grouping/testing/events';
import { describeEvent } from './describe';

const frame = { function: 'checkout', filename: 'shop/cart.py', module: 'shop.cart' };

test.each([
  [
    'type and value',
    eventOf('python', [frame], { type: 'ValueError', value: 'bad order' }),
    'ValueError: bad order',
    'shop.cart in checkout',
  ],
  ['the first line of a long value', eventOf('python', [], { type: 'E', value: '\n one \ntwo' }), 'E: one', null],
  ['a type alone', eventOf('python', [], { type: 'KeyError', value: '' }), 'KeyError', null],
  ['a value alone', eventOf('python', [], { type: '', value: 'only this' }), 'only this', null],
  [
    'JavaScript’s way of places',
    eventOf('javascript', [{ function: 'pay', filename: 'app.js' }]),
    'Error: went wrong',
    'pay(app.js)',
  ],
  [
    'the innermost in-app frame',
    eventOf('python', [frame, { function: 'get', module: 'requests', inApp: false }]),
    'Error: went wrong',
    'shop.cart in checkout',
  ],
  [
    'the innermost frame when none is in-app',
    eventOf('python', [{ function: 'get', module: 'requests', inApp: false }]),
    'Error: went wrong',
    'requests in get',
  ],
  [
    'the transaction before any frame',
    eventOf('python', [frame], { event: { transaction: 'POST /pay' } }),
    'Error: went wrong',
    'POST /pay',
  ],
  [
    'the page, without its query',
    eventOf('javascript', [], { event: { request: { url: 'https://shop.test/cart?token=x' } } }),
    'Error: went wrong',
    'https://shop.test/cart',
  ],
  ['a message', messageOf('Disk is full\nmore'), 'Disk is full', null],
  ['nothing at all', messageOf(''), '(no message)', null],
  [
    'the last exception of a chain',
    {
      ...eventOf('python', []),
      exceptions: [
        { type: 'Cause', value: 'c', frames: [] },
        { type: 'Thrown', value: 't', frames: [] },
      ],
    },
    'Thrown: t',
    null,
  ],
])('%s', (_, event, title, culprit) => {
  expect(describeEvent(event)).toMatchObject({ title, culprit });
});

test('words are cut to what a list can show', () => {
  const long = 'x'.repeat(100_000);
  const { title, type, value, culprit } = describeEvent(
    eventOf('python', [{ function: long, module: long }], { type: long, value: long }),
  );
  expect([title.length, type?.length, value?.length, culprit?.length]).toEqual([300, 256, 1000, 300]);
});
