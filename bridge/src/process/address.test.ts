import { localUrl } from './address';

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4180'],
  ['0.0.0.0', 'http://127.0.0.1:4180'],
  ['::', 'http://127.0.0.1:4180'],
  ['::1', 'http://[::1]:4180'],
  ['10.1.2.3', 'http://10.1.2.3:4180'],
  ['bridge.example.org', 'http://bridge.example.org:4180'],
])('listening on %s it is %s', (host, url) => {
  expect(localUrl(host, 4180)).toBe(url);
});
