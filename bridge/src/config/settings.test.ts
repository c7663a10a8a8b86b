import { ConfigError, readConfig, settingRows } from './settings';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  test('nothing set is a working configuration', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ PORT: 4180, HOST: '127.0.0.1', DATA_DIR: '.data', LOG_LEVEL: 'info' });
    expect(config.DATABASE_URL).toBeUndefined();
  });

  test('values are parsed, URLs lose the slash at their end, an empty variable counts as not set', () => {
    const config = readConfig({
      PORT: '0',
      PUBLIC_URL: 'https://summit.example.test/',
      OTLP_HEADERS: 'Authorization=Bearer%20abc, x-scope=a',
      LOKI_URL: '',
      GRAFANA_ALLOW_UNTIMED: 'true',
      SUMMIT_SECRET_KEY: 'ab'.repeat(32),
      DATABASE_URL: 'postgres://summit:pw@/summit?host=%2Ftmp%2Fpg',
    });
    expect(config.PORT).toBe(0);
    expect(config.PUBLIC_URL).toBe('https://summit.example.test');
    expect(config.OTLP_HEADERS).toEqual({ authorization: 'Bearer abc', 'x-scope': 'a' });
    expect(config.LOKI_URL).toBeUndefined();
    expect(config.GRAFANA_ALLOW_UNTIMED).toBe(true);
    expect(config.SUMMIT_SECRET_KEY).toEqual(Buffer.alloc(32, 0xab));
  });

  test('all wrong values are named at once', () => {
    const problems = problemsOf({ PORT: '70000', LOG_LEVEL: 'loud', PUBLIC_URL: 'ftp://x', DIGEST_BATCH_ROWS: '1.5' });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'PUBLIC_URL',
      'LOG_LEVEL',
      'DIGEST_BATCH_ROWS',
    ]);
    expect(problems[0]).toContain('(it is "70000")');
  });

  test('a wrong secret is not repeated in the message', () => {
    const problems = problemsOf({ SUMMIT_SECRET_KEY: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  test('keys without an issuer are refused', () => {
    expect(problemsOf({ GRAFANA_JWKS_URL: 'http://grafana/keys' })).toHaveLength(1);
  });

  test('each setting has a group and a sentence', () => {
    for (const row of settingRows()) {
      expect(row.group).not.toBe('');
      expect(row.about).toMatch(/\.$/);
    }
  });
});
