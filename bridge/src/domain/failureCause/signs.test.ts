import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signIn } from './signs';

describe('what a line shows', () => {
  test.each([
    [
      '##[error]The runner has received a shutdown signal. This can happen when the runner service is stopped.',
      'runner-lost',
    ],
    [
      'The self-hosted runner: linux-7 lost communication with the server. Verify the machine is running.',
      'runner-lost',
    ],
    ['ERROR: Job failed (system failure): prepare environment: waiting for pod running', 'runner-lost'],
    ['ERROR: Preparation failed: dial unix /var/run/docker.sock', 'runner-lost'],
    ['Cannot contact agent-3: hudson.remoting.ChannelClosedException', 'runner-lost'],
    ['tar: dist/app.js: Cannot write: No space left on device', 'disk-full'],
    ['Error: ENOSPC: no space left on device, write', 'disk-full'],
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'out-of-memory'],
    ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', 'out-of-memory'],
    ['c++: fatal error: Killed signal terminated program cc1plus', 'out-of-memory'],
    ['##[error]Process completed with exit code 137.', 'killed'],
    ['ERROR: Job failed: exit code 143', 'killed'],
    ['/tmp/script.sh: line 4:   812 Killed                  npm test', 'killed'],
    ['Killed', 'killed'],
    ['make: *** [Makefile:3: all] Terminated', null],
    ['signal: killed', 'killed'],
    ['toomanyrequests: You have reached your pull rate limit.', 'registry'],
    ['npm error code E503', 'registry'],
    ['error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502', 'registry'],
    ['npm ERR! code ECONNRESET', 'network'],
    [
      "fatal: unable to access 'https://code.example.org/demo/shop/': Could not resolve host: code.example.org",
      'network',
    ],
    ['Error: getaddrinfo ENOTFOUND packages.example.org', 'network'],
    ['dial tcp 203.0.113.7:443: i/o timeout', 'network'],
  ])('%s', (line, kind) => {
    expect(signIn(line)).toBe(kind);
  });

  test.each([
    ['a test that talks to itself', 'Error: connect ETIMEDOUT 127.0.0.1:5432'],
    ['a job that just failed', '##[error]Process completed with exit code 1.'],
    ['a code that only begins alike', 'exit code 1370'],
    ['words of a test', '  ✓ shows "out of stock" when the network is slow (12 ms)'],
    ['a file by that name', 'PASS src/network/timeout.test.ts'],
    ['a download', 'Downloaded artifact shop-1.2.3.tgz from the server'],
    ['nothing', ''],
  ])('not %s', (_what, line) => {
    expect(signIn(line)).toBeNull();
  });

  test('no line of the logs in which compilers, linters and tests failed', () => {
    const folder = join(__dirname, '../../translate/logs/fixtures');
    const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
    expect(lines.length).toBeGreaterThan(300);
    expect(lines.filter((line) => signIn(line) !== null)).toEqual([]);
  });

  test('a line of a megabyte costs no more than its first words', () => {
    expect(signIn(`${'x'.repeat(1 << 20)} exit code 137`)).toBeNull();
    expect(signIn(`exit code 137 ${'x'.repeat(1 << 20)}`)).toBe('killed');
  });
});
