import { fillTemplate, matchRoute, targetOf } from './routes';
import type { DataSourceSettings } from './types';

const route = (path: string, method: string) => ({ path, method, url: `{{ .JsonData.apiUrl }}/${path}` });
const routes = [route('api/v1/tokens', 'GET'), route('api/v1', 'POST'), route('api/v1', 'GET')];
const settings = (apiUrl: string): DataSourceSettings => ({
  uid: 'summit',
  name: 'Summit',
  type: 'summit-bridge-datasource',
  jsonData: { apiUrl },
  secureJsonData: { token: 'secret' },
});

describe('routes of the data source proxy', () => {
  it.each([
    ['GET', 'api/v1/tokens', 0],
    ['GET', 'api/v1/tokens-too', 0],
    ['GET', 'api/v1/runs', 2],
    ['POST', 'api/v1/runs', 1],
    ['GET', 'api//v1/../v1/runs', 2],
  ])('%s %s takes the first that matches by raw prefix', (method, path, index) => {
    expect(matchRoute(routes, method, path)).toBe(routes[index]);
  });

  it.each([
    ['DELETE', 'api/v1/runs'],
    ['GET', 'metrics'],
    ['GET', 'api/v1/../../metrics'],
  ])('%s %s takes none', (method, path) => {
    expect(matchRoute(routes, method, path)).toBeUndefined();
  });

  it('joins what follows the path of the route to its address, with the query', () => {
    const target = targetOf(route('api/v1', 'GET'), settings('http://127.0.0.1:4180/sub'), 'api/v1/runs/a%2Fb', '?x=1');
    expect(target?.href).toBe('http://127.0.0.1:4180/sub/api/v1/runs/a%2Fb?x=1');
  });

  it('has no target while the address is not set', () => {
    expect(targetOf(route('api/v1', 'GET'), settings(''), 'api/v1/runs', '')).toBeNull();
  });

  it('fills in secrets, and nothing for what is not set', () => {
    expect(fillTemplate('Bearer {{ .SecureJsonData.token }}{{.JsonData.none}}', settings('x'))).toBe('Bearer secret');
  });
});
