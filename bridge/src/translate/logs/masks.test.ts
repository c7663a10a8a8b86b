import fc from 'fast-check';
import { MASK, maskLine, noMasks } from './masks';
import { endLog, newLog, readText } from './reader';

const masked = (line: string): string => maskLine(line, noMasks());
/** Made up of parts, so that whoever looks for leaked secrets finds none here. */
const token = (head: string, length: number): string => head + 'aB3dE5gH7jK9'.repeat(30).slice(0, length);

const tokens: [string, string][] = [
  ['GitHub', token('ghp_', 36)],
  ['GitHub Actions', token('ghs_', 36)],
  ['GitHub, fine-grained', token('github_pat_', 82)],
  ['GitLab', token('glpat-', 20)],
  ['GitLab job', token('glcbt-', 24)],
  ['AWS', `AKIA${'ABCDEFGH01234567'}`],
  ['JSON web token', `${token('eyJ', 20)}.${token('eyJ', 40)}.${token('', 43)}`],
  ['Slack', token('xoxb-', 40)],
  ['npm', token('npm_', 36)],
  ['Google', token('AIza', 35)],
  ['Stripe', token('sk_live_', 24)],
  ['Summit', token('summit_', 43)],
];

test.each(tokens)('a token of %s, wherever it stands', (_of, secret) => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }).filter((text) => !/[A-Za-z0-9\n\r]$/.test(text)),
      fc.constantFrom('', ' ', '"', ' and more', '\t', ')', ', next'),
      (before, behind) => {
        expect(masked(before + secret + behind)).not.toContain(secret.slice(8, 24));
      },
    ),
  );
});

test.each([
  ['DB_PASSWORD=hunter2', `DB_PASSWORD=${MASK}`],
  ['export API_KEY="a b c"', `export API_KEY="${MASK}"`],
  ['--client-secret=abc123 --verbose', `--client-secret=${MASK} --verbose`],
  ['--token abc123 next', `--token ${MASK} next`],
  ['{"password": "hunter2", "user": "ann"}', `{"password": "${MASK}", "user": "ann"}`],
  ['"{\\"token\\":\\"abc123\\"}"', `"{\\"token\\":\\"${MASK}\\"}"`],
  ['password: hunter22', `password: ${MASK}`],
  ['https://ann:hunter2@example.org/x', `https://ann:${MASK}@example.org/x`],
  ['postgres://shop:p@ss@db:5432/shop', `postgres://shop:${MASK}@db:5432/shop`],
  ['https://example.org/?token=abc&x=1', `https://example.org/?token=${MASK}&x=1`],
  [
    'curl -H "Authorization: Bearer abc.def" https://example.org',
    `curl -H "Authorization: Bearer ${MASK}" https://example.org`,
  ],
  ['> Authorization: Basic YW5uOmh1bnRlcjI=', `> Authorization: Basic ${MASK}`],
  ['::add-mask::hunter2', `::add-mask::${MASK}`],
  [
    '##vso[task.setvariable variable=x;issecret=true]hunter2',
    `##vso[task.setvariable variable=x;issecret=true]${MASK}`,
  ],
])('%s', (line, expected) => {
  expect(masked(line)).toBe(expected);
});

test.each([
  'error: Unexpected token',
  "Property 'password' does not exist on type 'User'.",
  'password: string;',
  'the secret is missing',
  'PASSWORD=$DB_PASSWORD',
  'TOKEN=${{ secrets.TOKEN }}',
  'https://example.org/a@b',
  'git clone git@example.org:demo/shop.git',
  'task-runner-of-a-long-name started',
  'sha512-abcdefghijklmnopqrstuvwxyz0123456789==',
])('is no secret: %s', (line) => {
  expect(masked(line)).toBe(line);
});

test('a private key, line by line, with the times before them', () => {
  const state = noMasks();
  const stamp = '2026-01-31T09:00:00.0000000Z ';
  const kind = 'RSA PRIVATE KEY';
  const lines = [
    `${stamp}key: -----BEGIN ${kind}-----`,
    `${stamp}MIIEabc`,
    `${stamp}x=`,
    `${stamp}-----END ${kind}-----`,
    'after',
  ];
  expect(lines.map((line) => maskLine(line, state))).toEqual([
    `${stamp}key: ${MASK}`,
    stamp + MASK,
    stamp + MASK,
    stamp + MASK,
    'after',
  ]);
});

test('a private key on one line, and one that never ends', () => {
  const kind = 'PRIVATE KEY';
  expect(masked(`a -----BEGIN ${kind}-----\\nMIIE\\n-----END ${kind}----- b`)).toBe(`a ${MASK} b`);
  const state = noMasks();
  maskLine(`-----BEGIN ${kind}-----`, state);
  const lines = Array.from({ length: 1_000 }, (_, n) => maskLine(`line ${n}`, state));
  expect(lines[0]).toBe(MASK);
  expect(lines[999]).toBe('line 999');
});

test('what the log asked to mask is masked from there on, the longer of two first', () => {
  const state = noMasks();
  for (const line of ['::add-mask::abcd', '::add-mask::abcdefgh', '::add-mask::xy', '::add-mask::two%0Alines'])
    maskLine(line, state);
  expect(maskLine('abcdefgh-abcd-xy-two', state)).toBe(`${MASK}-${MASK}-xy-two`);
  expect(maskLine('lines', state)).toBe(MASK);
});

test('masking what is masked changes nothing', () => {
  const words = fc.constantFrom(
    ...tokens.map(([, secret]) => secret),
    'password=',
    '"token": "x"',
    'Authorization: ',
    'https://a:b@c/',
    ' ',
    '"',
    "'",
    ':',
    '=',
    '\\',
    'Bearer ',
    'secret',
    '--api-key ',
    'text',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
      const once = masked(parts.join(''));
      expect(masked(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test('wherever the parts of a log are cut, no secret of it gets through', () => {
  const secrets = tokens.map(([, secret]) => secret);
  const log = `${secrets.map((secret) => `2026-01-31T09:00:00Z use \u001b[32m${secret}\u001b[0m now`).join('\n')}\n::add-mask::hunter2hunter2\nit is hunter2hunter2\n`;
  fc.assert(
    fc.property(fc.array(fc.nat(log.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), log.length];
      const state = newLog();
      const lines: string[] = [];
      const sink = {
        line: ({ plain }: { plain: string }) => void lines.push(plain),
        group: () => undefined,
        annotation: () => undefined,
      };
      for (const [index, end] of at.slice(1).entries()) readText(log.slice(at[index], end), state, sink);
      endLog(state, sink);
      const all = lines.join('\n');
      for (const secret of [...secrets, 'hunter2hunter2']) expect(all.includes(secret.slice(8))).toBe(false);
    }),
  );
});

test('a secret with a control sequence in its midst is one', () => {
  const lines: string[] = [];
  const [, secret = ''] = tokens[0] ?? [];
  const broken = `${secret.slice(0, 20)}\u001b[K\u001b[0m${secret.slice(20)}`;
  readText(`${broken}\n`, newLog(), {
    line: ({ plain }) => void lines.push(plain),
    group: () => undefined,
    annotation: () => undefined,
  });
  expect(lines).toEqual([MASK]);
});
