import { parameterise } from './parameterise';

test.each([
  ['mail to someone@mail.test bounced', 'mail to <email> bounced'],
  ['GET https://api.test/orders/17?x=1 failed', 'GET <url> failed'],
  ['cannot resolve db.internal', 'cannot resolve <hostname>'],
  ['connect 10.0.0.7:5432 refused', 'connect <ip> refused'],
  ['peer 2001:db8:0:0:0:0:0:1 left', 'peer <ip> left'],
  ['trace 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'trace <traceparent>'],
  ['order 9ec79c33-ec99-42ab-8353-589fcb2e04dc', 'order <uuid>'],
  ['object da39a3ee5e6b4b0d3255bfef95601890afd80709', 'object <sha1>'],
  ['digest d41d8cd98f00b204e9800998ecf8427e', 'digest <md5>'],
  ['since 2026-11-20T12:00:00.123Z', 'since <date>'],
  ['on 2026-11-20', 'on <date>'],
  ['took 35ms', 'took <duration>'],
  ['after 1.5 seconds', 'after <duration>'],
  ['at 0xDEADBEEF', 'at <hex>'],
  ['commit 4f5e6d7', 'commit <git_sha>'],
  ['ratio 0.25', 'ratio <float>'],
  ['order 4711 is bad', 'order <int> is bad'],
  ['offset -3', 'offset <int>'],
  ['name="Ada" active=true', 'name=<quoted_str> active=<bool>'],
  ['user 7 of 9 at 10.0.0.1', 'user <int> of <int> at <ip>'],
  // What must stay: words with digits in them are names.
  ['utf8 and http2 and v2', 'utf8 and http2 and v2'],
  ['deadbeat feedback', 'deadbeat feedback'],
  ['nothing varies here', 'nothing varies here'],
])('%s', (message, expected) => {
  expect(parameterise(message)).toBe(expected);
});
