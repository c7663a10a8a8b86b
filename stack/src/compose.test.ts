import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { load } from 'js-yaml';
import { isMap, mapAt, type JsonMap } from './collectorConfig';
import { fillEnvFile, readEnvFile } from './envFile';
import { pins, repoRoot } from './pins';

const text = readFileSync(join(repoRoot, 'docker-compose.yml'), 'utf8');
const example = readFileSync(join(repoRoot, '.env.example'), 'utf8');
const dockerfile = readFileSync(join(repoRoot, 'bridge', 'Dockerfile'), 'utf8');

function asMap(value: unknown): JsonMap {
  if (!isMap(value)) throw new Error('not a map');
  return value;
}

const compose = asMap(load(text));
const services = Object.entries(mapAt(compose, 'services')).map(([name, service]) => ({
  name,
  service: asMap(service),
}));
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const mounts = services.flatMap(({ name, service }) => strings(service.volumes).map((mount) => ({ name, mount })));

/** Built, so not there in a fresh clone. */
const built = ['./plugins/dist'];
/** One-shot helpers, and the images without a shell that `ready` asks for them. */
const checkedOtherwise = ['collector-volume', 'bridge', 'loki', 'mimir', 'tempo', 'pyroscope', 'collector'];

test('is a Compose file', () => {
  const schema = asMap(JSON.parse(readFileSync(join(repoRoot, 'stack', 'schema', 'compose-spec.json'), 'utf8')));
  const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  validate(compose);
  expect(validate.errors).toBeNull();
  validate({ services: { grafana: { imago: 'x' } } });
  expect(validate.errors).not.toBeNull();
});

test('every image has a version, none is "latest"', () => {
  for (const { name, service } of services) {
    const image = JSON.stringify(service.image)
      .slice(1, -1)
      .replace(/\$\{\w+:-(.+)\}/, '$1');
    expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+(\.\d+)?(-[\w.]+)?$|^summit-bridge:local$/)]);
  }
});

test('runs the versions that the native stack builds', () => {
  for (const name of ['loki', 'mimir', 'collector'] as const) {
    expect(mapAt(compose, 'services', name).image).toMatch(new RegExp(`:${pins[name].version}$`));
  }
});

test('what is mounted from the repository is there, read-only', () => {
  const paths = mounts.filter(({ mount }) => /^(\.|\$\{COLLECTOR_CONFIG)/.test(mount));
  expect(paths.length).toBeGreaterThan(8);
  for (const { mount } of paths) {
    expect(mount).toMatch(/:ro$/);
    const path = mount.replace(/^\$\{COLLECTOR_CONFIG:-([^}]+)\}/, '$1').split(':')[0] ?? '';
    expect([path, built.includes(path) || existsSync(join(repoRoot, path))]).toEqual([path, true]);
  }
});

test('every named volume is declared, and every declared one is used', () => {
  const named = mounts.map(({ mount }) => mount.split(':')[0] ?? '').filter((source) => /^[a-z-]+$/.test(source));
  expect([...new Set(named)].sort()).toEqual(Object.keys(mapAt(compose, 'volumes')).sort());
});

test('every port is published on loopback only', () => {
  for (const port of services.flatMap(({ service }) => strings(service.ports))) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('every service is checked: by itself, or by the one that asks for it', () => {
  for (const { name, service } of services) {
    if (!checkedOtherwise.includes(name))
      expect([name, service.healthcheck]).toEqual([name, expect.objectContaining({ test: expect.anything() })]);
  }
  const ready = JSON.stringify(mapAt(compose, 'services', 'ready').healthcheck);
  for (const name of ['loki', 'mimir', 'tempo', 'pyroscope', 'collector']) expect(ready).toContain(`${name}:`);
  expect(dockerfile).toContain('HEALTHCHECK');
});

test('a service that ends is waited for by another, or `docker compose up --wait` would call it a failure', () => {
  const ending = ['collector-volume'];
  const waited = services.flatMap(({ service }) =>
    isMap(service.depends_on) ? Object.entries(service.depends_on) : [],
  );
  for (const name of ending) expect(waited).toContainEqual([name, { condition: 'service_completed_successfully' }]);
});

describe('settings', () => {
  const used = [...text.matchAll(/(?<!\$)\$\{(\w+)(:[-?])?/g)].map((match) => ({
    name: match[1] ?? '',
    kind: match[2] ?? '',
  }));
  const documented = readEnvFile(example);

  test('each one used is in .env.example, and each one there is used', () => {
    expect([...documented.keys()].sort()).toEqual([...new Set(used.map(({ name }) => name))].sort());
  });

  test('each one has a default, or is a secret without which nothing starts', () => {
    for (const { name, kind } of used) expect([name, kind]).toEqual([name, documented.get(name) === '' ? ':?' : ':-']);
  });

  test('the defaults in .env.example are those of the file', () => {
    for (const [name, value] of documented) if (value !== '') expect(text).toContain(`\${${name}:-${value}}`);
  });

  test('no password stands in the file', () => {
    const values = services.flatMap(({ service }) =>
      Object.entries(isMap(service.environment) ? service.environment : {}),
    );
    const secrets = values.filter(([name]) => /PASSWORD|TOKEN|SECRET/.test(name));
    expect(secrets.length).toBeGreaterThan(6);
    for (const [name, value] of secrets) expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{\w+:\?/)]);
  });

  test('a .env made from the example has a secret of its own for each', () => {
    let made = 0;
    const filled = readEnvFile(fillEnvFile(example, () => `secret${made++}`));
    const secrets = [...documented].filter(([, value]) => value === '').map(([name]) => name);
    expect(secrets.map((name) => filled.get(name))).toEqual(secrets.map((_name, index) => `secret${index}`));
    expect(filled.get('GRAFANA_PORT')).toBe('3000');
  });
});

test('what the configuration files read from the environment is set, or has a default there', () => {
  for (const [name, file] of Object.entries({
    loki: 'stack/loki/loki.yaml',
    mimir: 'stack/mimir/mimir.yaml',
    tempo: 'stack/tempo/tempo.yaml',
    pyroscope: 'stack/pyroscope/pyroscope.yaml',
    collector: 'collector-config/collector.yaml',
  })) {
    const config = readFileSync(join(repoRoot, file), 'utf8');
    const read = new Map(
      [...config.matchAll(/\$\{(?:env:)?(\w+)(:-?)?/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
    );
    for (const [variable, fallback] of read)
      expect([name, variable, fallback]).toEqual([name, variable, expect.stringMatching(/^:-?$/)]);
    for (const variable of Object.keys(mapAt(compose, 'services', name, 'environment'))) {
      expect([name, variable, read.has(variable)]).toEqual([name, variable, true]);
    }
  }
});

test('what provisioning reads from the environment is given to Grafana', () => {
  const files = [
    'provisioning/datasources/summit.yaml',
    'provisioning/dashboards/summit.yaml',
    'alerting/contact-points.yaml',
  ];
  const given = Object.keys(mapAt(compose, 'services', 'grafana', 'environment'));
  for (const file of files) {
    const source = readFileSync(join(repoRoot, file), 'utf8').replace(/^\s*#.*$/gm, '');
    for (const match of source.matchAll(/(?<!\$)\$\{?(\w+)/g))
      expect([file, match[1], given.includes(match[1] ?? '')]).toEqual([file, match[1], true]);
  }
});

test("the bridge's image knows every workspace, as npm ci asks", () => {
  const root = asMap(JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')));
  for (const workspace of strings(root.workspaces))
    expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`);
  expect(dockerfile).toContain('USER node');
});
