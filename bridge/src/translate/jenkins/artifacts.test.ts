import { CiFact } from '@summit/contracts';
import { jenkins } from './index';

const notification = (artifacts: unknown) => ({
  name: 'main',
  url: 'job/shop/',
  build: {
    full_url: 'https://ci.example.org/job/shop/12/',
    number: 12,
    timestamp: Date.UTC(2026, 0, 31, 9),
    duration: 60_000,
    phase: 'FINALIZED',
    status: 'SUCCESS',
    url: 'job/shop/12/',
    scm: {},
    artifacts,
  },
});
const artifactsOf = (artifacts: unknown): unknown[] => {
  const translation = jenkins.translate('notification', notification(artifacts));
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact)).filter(({ kind }) => kind === 'artifacts');
};

test('what a build archived is told with where it is found, under the run itself', () => {
  expect(
    artifactsOf({
      'dist/shop.war': { archive: 'https://ci.example.org/job/shop/12/artifact/dist/shop.war' },
      'shop.zip': { s3: 'https://s3.example.org/shop.zip' },
      'notes.txt': {},
    }),
  ).toMatchObject([
    {
      kind: 'artifacts',
      providerRunId: 'shop:12',
      job: '',
      artifacts: [
        { name: 'dist/shop.war', url: 'https://ci.example.org/job/shop/12/artifact/dist/shop.war' },
        { name: 'shop.zip', url: 'https://s3.example.org/shop.zip' },
        { name: 'notes.txt' },
      ],
    },
  ]);
});

test.each([
  ['none', {}],
  ['null', null],
  ['another shape', ['shop.war']],
  ['a name that cannot be kept', { ['a\u0000b']: { archive: 'https://ci.example.org/a' } }],
])('%s is no artifact', (_, artifacts) => {
  expect(artifactsOf(artifacts)).toEqual([]);
});

test('an address that is no page is left out, the name stays', () => {
  expect(artifactsOf({ 'shop.war': { archive: 'javascript:alert(1)' } })).toMatchObject([
    { artifacts: [{ name: 'shop.war' }] },
  ]);
  expect(JSON.stringify(artifactsOf({ 'shop.war': { archive: 'javascript:alert(1)' } }))).not.toContain('javascript');
});
