import {
  DataSourceApi,
  type DataSourceInstanceSettings,
  type PluginMeta,
  type TestDataSourceResponse,
  PluginType,
} from '@grafana/data';
import { setDataSourceSrv } from '@grafana/runtime';
import { checkSource } from './sources';

const wanted = { type: 'tempo', uid: 'tempo', name: 'Tempo', gives: 'traces' };

const noInfo = {
  name: '',
  description: '',
  links: [],
  logos: { small: '', large: '' },
  screenshots: [],
  updated: '',
  version: '',
  author: { name: '' },
};
const meta: PluginMeta = {
  id: 'tempo',
  name: 'Tempo',
  type: PluginType.datasource,
  module: '',
  baseUrl: '',
  info: noInfo,
};
const settings: DataSourceInstanceSettings = {
  id: 1,
  uid: 'tempo',
  name: 'Tempo',
  type: 'tempo',
  access: 'proxy',
  jsonData: {},
  readOnly: true,
  meta,
};

/** Grafana's own source of annotations and streams, which is in each of its lists. */
const grafanaItself: DataSourceInstanceSettings = {
  ...settings,
  uid: 'grafana',
  name: '-- Grafana --',
  type: 'datasource',
};

/** A Grafana with a Tempo whose test ends as given, or with none. */
const grafanaWith = (test?: () => Promise<TestDataSourceResponse>): void => {
  class Tempo extends DataSourceApi {
    override query = () => Promise.resolve({ data: [] });
    override testDatasource = test ?? (() => Promise.reject(new Error('there is none')));
  }
  setDataSourceSrv({
    get: () => Promise.resolve(new Tempo(settings)),
    getList: () => [grafanaItself, ...(test ? [settings] : [])],
    getInstanceSettings: () => settings,
    reload: () => undefined,
    registerRuntimeDataSource: () => undefined,
  });
};

test('without a data source of the type it is not set up', async () => {
  grafanaWith();
  expect(await checkSource(wanted)).toMatchObject({ status: 'skipped', tried: 'a data source of the type tempo' });
});

test('what "Save & test" finds healthy is ok', async () => {
  grafanaWith(() => Promise.resolve({ status: 'success', message: 'Health check succeeded' }));
  expect(await checkSource(wanted)).toMatchObject({ name: 'Grafana → Tempo', status: 'ok', advice: null });
});

test.each([
  ['an answer', () => Promise.resolve({ status: 'error', message: 'Unable to connect with Tempo.' })],
  // What @grafana/runtime does for a data source with a back end.
  [
    'an object that is thrown',
    async () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- so it is
      throw { status: 'error', message: 'Unable to connect with Tempo' };
    },
  ],
  ['an error that is thrown', () => Promise.reject(new Error('Unable to connect with Tempo'))],
])('a failure that comes as %s is told in its own words', async (_, test) => {
  grafanaWith(test);
  expect(await checkSource(wanted)).toMatchObject({
    status: 'failed',
    tried: 'health check of "Tempo"',
    advice: 'Unable to connect with Tempo: open the data source and choose Save & test.',
  });
});
