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
    expect(problems.map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'PUBLIC_URL',
      'LOG_LEVEL',
      'DIGEST_BATCH_ROWS',
    ]);
  });

  test.each([
    ['PORT', 'abc', 'PORT is "abc"; it must be a whole number from 0 to 65535'],
    ['PORT', '-1.5', 'PORT is "-1.5"; it must be a whole number from 0 to 65535'],
    ['PORT', ' ', 'PORT is " "; it must be a whole number from 0 to 65535'],
    ['PORT', '0x10', 'PORT is "0x10"; it must be a whole number from 0 to 65535'],
    ['OWN_TRACE_RATIO', '1.5', 'OWN_TRACE_RATIO is "1.5"; it must be a number from 0 to 1'],
    ['OUTBOX_MAX_BYTES', '1', /^OUTBOX_MAX_BYTES is "1"; it must be a whole number of bytes from 1048576 to /],
    ['GRAFANA_ALLOW_UNTIMED', 'yes', 'GRAFANA_ALLOW_UNTIMED is "yes"; it must be true or false'],
    ['OTLP_PROTOCOL', 'http', 'OTLP_PROTOCOL is "http"; it must be one of http/protobuf or grpc'],
    [
      'OTLP_ENDPOINT',
      'ftp://a:pw@b',
      'OTLP_ENDPOINT is "ftp://…@b"; it must be a URL that starts with http:// or https://',
    ],
    ['PUBLIC_URL', 'localhost:4180', /^PUBLIC_URL is "localhost:4180"; it must be a URL that starts with/],
    ['BOOTSTRAP_TENANT', 'Ärzte\n', /^BOOTSTRAP_TENANT is "Ärzte\\n"; it must be at most 63 lower-case letters/],
    [
      'BOOTSTRAP_TOKEN',
      'hunter2',
      'BOOTSTRAP_TOKEN is a secret of 7 characters; it must be at least 32 characters long',
    ],
    [
      'SUMMIT_SECRET_KEY',
      'a'.repeat(63),
      /^SUMMIT_SECRET_KEY is a secret of 63 characters; it must be 32 bytes, as 64 hex/,
    ],
    ['OTLP_HEADERS', 'a=%zz', /^OTLP_HEADERS is a secret of 5 characters; it must be written as name=value/],
    ['DATABASE_URL', 'mysql://x', /^DATABASE_URL is a secret of 9 characters; it must be written as postgres:/],
    ['HOST', 'x'.repeat(500), null],
    ['LOG_LEVEL', 'x'.repeat(500), /^LOG_LEVEL is "x{80}…"; it must be one of fatal, error, /],
  ])('%s=%j is told in plain words', (name, given, said) => {
    const [problem, ...more] = problemsOf({ [name]: given });
    expect(more).toEqual([]);
    if (said === null) expect(problem).toBeUndefined();
    else if (typeof said === 'string') expect(problem).toBe(said);
    else expect(problem).toMatch(said);
  });

  test('no wrong value of any setting is told in the words of the parser', () => {
    const wrong = ['', ' ', 'x', '-1', '1e999', '\u0000', '%', 'http://', 'null', '💥'.repeat(40)];
    const lines = settingRows().flatMap(({ name }) => wrong.flatMap((given) => problemsOf({ [name]: given })));
    expect(lines.length).toBeGreaterThan(200);
    for (const line of lines) {
      expect(line).toMatch(/^[A-Z_]+ is (".*"|a secret of \d+ characters); it must be |^GRAFANA_JWKS_URL is set but /);
      expect(line).not.toMatch(/invalid|expected|received|undefined|\bNaN\b|too (big|small)/i);
    }
  });

  test('a key is read from hex and from base64, and from nothing else', () => {
    const key = Buffer.alloc(32, 0xfe);
    expect(readConfig({ SUMMIT_SECRET_KEY: key.toString('base64') }).SUMMIT_SECRET_KEY).toEqual(key);
    expect(readConfig({ SUMMIT_SECRET_KEY: key.toString('base64url') }).SUMMIT_SECRET_KEY).toEqual(key);
    expect(problemsOf({ SUMMIT_SECRET_KEY: `${key.toString('base64')}!` })).toHaveLength(1);
  });

  test('a wrong secret is not repeated in the message', () => {
    const problems = problemsOf({ SUMMIT_SECRET_KEY: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  test('keys without an issuer are refused', () => {
    expect(problemsOf({ GRAFANA_JWKS_URL: 'http://grafana/keys' })).toHaveLength(1);
    expect(problemsOf({ GRAFANA_JWKS_URL: 'http://grafana/keys', PORT: 'x' })).toHaveLength(2);
  });

  test('each setting has a group and a sentence', () => {
    for (const row of settingRows()) {
      expect(row.group).not.toBe('');
      expect(row.about).toMatch(/\.$/);
    }
  });
});
