import { setBackendSrv, type BackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import { of, Subject } from 'rxjs';
import { api } from './client';

jest.mock('./sources', () => ({ sourcesOf: () => [{ uid: 'summit' }] }));

/** Requests in the order in which they were sent; the answer to a change comes when it is told to. */
function backend() {
  const sent: string[] = [];
  const change = new Subject<{ data: unknown }>();
  const fetch = ({ method = 'GET', url }: BackendSrvRequest) => {
    sent.push(`${method} ${url.split('/api/v1')[1]}`);
    return method === 'GET' ? of({ data: url }) : change;
  };
  setBackendSrv({ fetch } as unknown as BackendSrv);
  const answer = () => {
    change.next({ data: {} });
    change.complete();
  };
  return { sent, answer, refuse: () => change.error(new Error('no')) };
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('what is read', () => {
  test('goes out at once where nothing is being changed', async () => {
    const { sent } = backend();
    await api.get('/tokens', { limit: 5 });
    expect(sent).toEqual(['GET /tokens?limit=5']);
  });

  test.each(['answer', 'refuse'] as const)('waits for a change that was asked for before it: %s', async (end) => {
    const server = backend();
    const removed = api.remove('/tokens/1').catch(() => 'refused');
    const list = api.get('/tokens');
    await soon();
    expect(server.sent).toEqual(['DELETE /tokens/1']);
    server[end]();
    await Promise.all([removed, list]);
    expect(server.sent).toEqual(['DELETE /tokens/1', 'GET /tokens']);
    await api.get('/tokens');
    expect(server.sent).toHaveLength(3);
  });

  test('does not wait for ever', async () => {
    jest.useFakeTimers();
    const { sent } = backend();
    void api.post('/hooks');
    const list = api.get('/hooks');
    await jest.advanceTimersByTimeAsync(4900);
    expect(sent).toEqual(['POST /hooks']);
    await jest.advanceTimersByTimeAsync(200);
    await list;
    expect(sent).toEqual(['POST /hooks', 'GET /hooks']);
    jest.useRealTimers();
  });
});
