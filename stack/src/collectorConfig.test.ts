import { load } from 'js-yaml';
import {
  addTenants,
  isMap,
  isTenant,
  mapAt,
  readCollectorConfig,
  showCollectorConfig,
  type JsonMap,
} from './collectorConfig';

let config: JsonMap;
beforeAll(async () => {
  config = await readCollectorConfig();
});

/** Every component a pipeline names that its section does not define. */
function missingComponents(root: JsonMap): string[] {
  const has = (section: string, id: string) => id in mapAt(root, section) || id in mapAt(root, 'connectors');
  const names = (list: unknown) =>
    (Array.isArray(list) ? list : [])
      .filter((id) => typeof id === 'string')
      .map((id) => id.replace(/^\$\{env:\w+:-(.*)\}$/, '$1'));
  return Object.entries(mapAt(root, 'service', 'pipelines')).flatMap(([id, pipeline]) => {
    if (!isMap(pipeline)) return [id];
    return ['receivers', 'processors', 'exporters'].flatMap((section) =>
      names(pipeline[section])
        .filter((name) => !has(section, name))
        .map((name) => `${id}: ${name}`),
    );
  });
}

test('every pipeline uses components that are defined', () => {
  expect(missingComponents(config)).toEqual([]);
});

test('every exporter that can lose data keeps it on disk, retries without end and is partitioned by tenant', () => {
  for (const [id, exporter] of Object.entries(mapAt(config, 'exporters')).filter(([name]) => name !== 'debug')) {
    expect([id, exporter]).toEqual([
      id,
      expect.objectContaining({
        auth: { authenticator: 'headers_setter' },
        retry_on_failure: expect.objectContaining({ max_elapsed_time: '0s' }),
        sending_queue: expect.objectContaining({
          storage: 'file_storage',
          batch: expect.objectContaining({ partition: { metadata_keys: ['x-scope-orgid'] } }),
        }),
      }),
    ]);
  }
});

test('no pipeline has a batch processor: it would answer the sender before the data is on disk', () => {
  expect(JSON.stringify(mapAt(config, 'service', 'pipelines'))).not.toContain('batch');
});

describe('further tenants', () => {
  test('get their own sampler, measure and exporters, with the tenant written into them', () => {
    const grown = addTenants(config, ['team-a', 'team-b']);
    expect(missingComponents(grown)).toEqual([]);
    for (const tenant of ['team-a', 'team-b']) {
      expect(mapAt(grown, 'extensions', `headers_setter/${tenant}`).headers).toEqual([
        { action: 'upsert', key: 'X-Scope-OrgID', value: tenant },
      ]);
      expect(mapAt(grown, 'service', 'pipelines', `traces/sampled_${tenant}`)).toEqual({
        receivers: ['routing/traces'],
        processors: [`tail_sampling/${tenant}`],
        exporters: [`otlp_grpc/tempo_${tenant}`],
      });
      expect(mapAt(grown, 'exporters', `otlp_http/mimir_${tenant}`).auth).toEqual({
        authenticator: `headers_setter/${tenant}`,
      });
    }
  });

  test('leave the file they come from as it was, and one named twice counts once', () => {
    const before = structuredClone(config);
    expect(addTenants(config, ['team-a', 'team-a'])).toEqual(addTenants(config, ['team-a']));
    expect(config).toEqual(before);
  });

  test('send no traces where there is no Tempo', () => {
    const grown = addTenants(config, ['team-a'], { tempo: false });
    expect(mapAt(grown, 'service', 'pipelines', 'traces/sampled_team-a').exporters).toEqual(['debug']);
  });

  test.each(['', 'a|b', 'a b', '..', 'a/b', '${env:HOME}', 'x'.repeat(151), 'a"b'])('"%s" is refused', (name) => {
    expect(isTenant(name)).toBe(false);
    expect(() => addTenants(config, [name])).toThrow('is not a tenant');
  });
});

test('what is printed is read back as the same configuration', () => {
  expect(load(showCollectorConfig(config))).toEqual(config);
});
