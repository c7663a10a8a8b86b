import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { settingRows } from './settings';
import { slipsBetween, unknownLine, unknownSettings } from './unknown';

const settings = settingRows().map(({ name }) => name);
const found = (...names: string[]) =>
  unknownSettings(Object.fromEntries(names.map((name) => [name, 'x'])), settings).map(({ name, meant }) => [
    name,
    meant,
  ]);

describe('variables that nobody reads', () => {
  test.each([
    ['SUMMIT_SECERT_KEY', 'SUMMIT_SECRET_KEY'],
    ['OTLP_ENDPOINTT', 'OTLP_ENDPOINT'],
    ['OTEL_ENDPOINT', 'OTLP_ENDPOINT'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['PROT', 'PORT'],
    ['HSOT', 'HOST'],
    ['DATA_DRI', 'DATA_DIR'],
    ['database_url', 'DATABASE_URL'],
    ['GRAFANA_ISSUR', 'GRAFANA_ISSUER'],
    ['SUMMIT_PUBLIC_LINK', null],
  ])('%s is told, with what was meant', (name, meant) => {
    expect(found(name)).toEqual([[name, meant]]);
  });

  test.each([
    ...settings,
    ...[
      'PATH',
      'HOME',
      'PWD',
      'OLDPWD',
      'PORTS',
      'PART',
      'port',
      'host',
      'HOSTNAME',
      'LOGNAME',
      'LOG_FILE',
      'SHELL',
      'NODE_ENV',
      'PGDATA',
      'PGDATA_DIR',
    ],
    ...[
      'XDG_DATA_DIRS',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'KUBERNETES_SERVICE_HOST',
      'LOKI_PORT',
    ],
    ...['SUMMIT_SERVICE_HOST', 'SUMMIT_PORT', 'SUMMIT_BRIDGE_PORT_4180_TCP_ADDR', 'SUMMIT_BRIDGE_SERVICE_PORT_HTTP'],
  ])('%s is nobody’s mistake', (name) => {
    expect(found(name)).toEqual([]);
  });

  test('what the Compose file and the provisioning read is known', () => {
    const root = resolve(__dirname, '../../..');
    const files = ['.env.example', 'docker-compose.yml', 'provisioning/datasources/summit.yaml'];
    const read = files.flatMap((file) => readFileSync(resolve(root, file), 'utf8').match(/\b[A-Z]+_[A-Z_]+\b/g) ?? []);
    expect(read.length).toBeGreaterThan(30);
    expect(found(...read)).toEqual([]);
  });

  test('one line names all of them', () => {
    const unknown = unknownSettings({ OTLP_ENDPOINTT: 'x', SUMMIT_X: 'y' }, settings);
    expect(unknownLine(unknown)).toBe(
      'not a setting of the bridge, and ignored: OTLP_ENDPOINTT (did you mean OTLP_ENDPOINT?), SUMMIT_X; see docs/configuration.md',
    );
    expect(unknownLine([])).toBeNull();
  });

  test('slips are letters added, left out, changed or swapped', () => {
    expect(slipsBetween('secret', 'secret')).toBe(0);
    expect(slipsBetween('secert', 'secret')).toBe(1);
    expect(slipsBetween('secrt', 'secret')).toBe(1);
    expect(slipsBetween('ssecrat', 'secret')).toBe(2);
    expect(slipsBetween('', 'abc')).toBe(3);
  });
});
