import type { IncomingMessage } from 'node:http';
import type { DoorsDeps } from '../ports';
import { commandRoute, commandUpload } from './commands';

const path = '/api/v1/runs/github-4182-1/commands';
const deps = { limits: { bodyBytes: 4 << 20 } } as unknown as DoorsDeps;
const upload = (query = '', headers: Record<string, string> = {}) =>
  commandUpload({ headers } as unknown as IncomingMessage, 'github-4182-1', new URLSearchParams(query), deps);
const keep = (commands: unknown, query = ''): unknown =>
  upload(query).begin()(Buffer.from(JSON.stringify({ commands })));
const command = { name: 'npm', startedAt: '2026-01-31T09:00:00Z', wallMs: 12_300, exitCode: 0 };

test('the list is told with POST, and read elsewhere with GET', () => {
  expect(commandRoute(path, 'POST')).toBe('github-4182-1');
  expect(commandRoute(path, 'GET')).toBeNull();
  expect(commandRoute('/api/v1/runs/github-4182-1/artifacts', 'POST')).toBeNull();
});

test('commands become a report of their run', () => {
  const all = [
    command,
    { name: 'make', startedAt: command.startedAt, wallMs: 5, signal: 'SIGKILL', userMs: 4, systemMs: 1 },
  ];
  expect(keep(all, 'job=build')).toEqual({
    source: 'report',
    encoding: '',
    meta: { run: 'github-4182-1', name: '', format: 'commands', job: 'build' },
    body: Buffer.from(JSON.stringify({ commands: all })),
  });
});

test.each([
  ['none', []],
  ['arguments, which nobody asked for', [{ ...command, args: ['--token', 'secret'] }]],
  ['a negative time', [{ ...command, wallMs: -1 }]],
  ['a name of several lines', [{ ...command, name: 'npm\ntest' }]],
  ['a signal that is none', [{ ...command, signal: 'kill -9' }]],
  ['too many', Array.from({ length: 1001 }, () => command)],
])('%s is refused, by the field', (_, commands) => {
  expect(() => keep(commands)).toThrow(
    expect.objectContaining({ status: 400, causes: [expect.stringContaining('commands')] }) as Error,
  );
});

test('an unknown parameter and a compressed list are refused before the body is read', () => {
  expect(() => upload('jobs=build').begin()).toThrow(expect.objectContaining({ status: 400 }) as Error);
  expect(() => upload('', { 'content-encoding': 'gzip' }).begin()).toThrow(
    expect.objectContaining({ status: 415 }) as Error,
  );
});
