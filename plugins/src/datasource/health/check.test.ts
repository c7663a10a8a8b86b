import type { Doctor } from '@summit/contracts';
import { createBridgeClient } from '../client';
import { withGrafana, type Answer } from '../testing/bridge';
import { checkHealth } from './check';

const check = (answer: Answer | Error, apiUrl: string | undefined = 'http://bridge:4180') => {
  withGrafana(() => answer);
  return checkHealth(createBridgeClient('/api/datasources/proxy/uid/summit'), apiUrl);
};

const hop = (name: string, change: Partial<Doctor['hops'][number]> = {}): Doctor['hops'][number] => ({
  name,
  status: 'ok',
  latencyMs: 2.4,
  version: null,
  tried: `asked ${name}`,
  advice: null,
  ...change,
});

describe('the health check names the hop that fails', () => {
  it.each<[string, Answer | Error, string]>([
    ['no answer at all', new TypeError('Failed to fetch'), 'browser to Grafana: Grafana did not answer'],
    [
      'the session of Grafana',
      { status: 401, data: { message: 'Unauthorized' } },
      'browser to Grafana: Your Grafana session has ended',
    ],
    [
      'a role without permission',
      { status: 403, data: { message: 'plugin proxy route access denied' } },
      'Grafana: plugin proxy route access denied',
    ],
    [
      'a data source not saved',
      { status: 404, data: { message: 'Data source not found' } },
      'Grafana: Data source not found',
    ],
    ['a dead bridge', { status: 502, data: { message: '' } }, 'Grafana to bridge: Grafana cannot reach the bridge'],
    ['a slow bridge', { status: 504, data: '' }, 'Grafana to bridge: The bridge did not answer in time'],
    [
      'something else at the address',
      { status: 404, data: '<html>nginx</html>' },
      'Grafana to bridge: What answers at the address is not',
    ],
    ['a page where JSON was due', { data: '<html>' }, 'Grafana to bridge: What answers at the address is not'],
    [
      'a refused token',
      { status: 400, data: { message: 'Authentication to data source failed' } },
      'token: The bridge refused the token',
    ],
    [
      'a token without the scope',
      { status: 403, data: { detail: 'The token may not read.', causes: [] } },
      'token: The token may not read',
    ],
    [
      'a database that is away',
      { status: 503, data: { detail: 'The database cannot be reached.', causes: [] } },
      'database: The database cannot be reached',
    ],
    [
      'an error of the bridge',
      { status: 500, data: { detail: 'Something broke.', causes: ['request 17'] } },
      'bridge: Something broke. (request 17)',
    ],
  ])('%s', async (_name, answer, message) => {
    const result = await check(answer);
    expect(result.status).toBe('error');
    expect(result.message).toContain(message);
  });

  it('asks for the address before anything else', async () => {
    expect(await check({ data: null }, '')).toEqual({ status: 'error', message: expect.stringContaining('not set') });
  });

  it('passes on what the doctor found', async () => {
    const hops = [hop('bridge', { version: '0.1.0' }), hop('database', { status: 'failed', advice: 'Start it.' })];
    const result = await check({ data: { version: '0.1.0', hops } });
    expect(result).toMatchObject({ status: 'error', message: 'database: asked database failed. Start it.' });
    expect(result.details?.verboseMessage).toContain('bridge: ok in 2 ms · 0.1.0');
  });

  it('is green with warnings named', async () => {
    const hops = [
      hop('bridge'),
      hop('Tempo', { status: 'warning' }),
      hop('Pyroscope', { status: 'skipped', latencyMs: null }),
    ];
    expect(await check({ data: { version: '0.1.0', hops } })).toMatchObject({
      status: 'success',
      message: 'Connected to the Summit bridge 0.1.0; look at Tempo',
    });
  });
});
