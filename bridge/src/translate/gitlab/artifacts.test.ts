import { CiFact } from '@summit/contracts';
import { gitlab } from './index';
import { pipeline, ran } from './testing/payloads';

const artifactsOf = (file: unknown): CiFact[] => {
  const { event, payload } = pipeline('success', [ran(7, 'pack', 'success', 10, 60, { artifacts_file: file })]);
  const translation = gitlab.translate(event, payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact)).filter(({ kind }) => kind === 'artifacts');
};

test("the archive of a job is told with its size, under the job's name", () => {
  expect(artifactsOf({ filename: 'artifacts.zip', size: 1_048_576 })).toMatchObject([
    { kind: 'artifacts', attempt: 1, job: 'pack', artifacts: [{ name: 'artifacts.zip', bytes: 1_048_576 }] },
  ]);
});

test('a size that is none is left out, the name stays', () => {
  const [fact] = artifactsOf({ filename: 'artifacts.zip', size: -1 });
  expect(fact).toMatchObject({ artifacts: [{ name: 'artifacts.zip' }] });
  expect(JSON.stringify(fact)).not.toContain('bytes');
});

test.each([
  ['nothing', undefined],
  ['no archive', { filename: null, size: null }],
  ['no name', { size: 12 }],
  ['another shape', 'artifacts.zip'],
])('%s is no artifact', (_, file) => {
  expect(artifactsOf(file)).toEqual([]);
});
