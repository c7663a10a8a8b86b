import type { DeclaredJob } from '@summit/contracts';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveNeeds } from '../../domain/jobGraph/resolve';
import { PayloadError } from '../payload';
import { githubGraph } from './github';
import { gitlabGraph } from './gitlab';
import { readGraph } from './upload';

const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', name), 'utf8');
const workflow = { path: '.github/workflows/ci.yml', text: fixture('ci.yml') };
const image = { path: '.github/workflows/image.yml', text: fixture('image.yml') };

/** What jobs of these names need, by the names; those that are not known apart. */
const graphOf = (jobs: readonly DeclaredJob[], names: readonly string[]) => {
  const { byId, unknown } = resolveNeeds(
    jobs,
    names.map((name) => ({ id: name, name })),
  );
  return { unknown, needs: Object.fromEntries([...byId].map(([name, { waitsFor }]) => [name, [...waitsFor].sort()])) };
};
const github = (text: string, ...names: readonly string[]) => graphOf(githubGraph([{ path: 'w.yml', text }]), names);
const gitlab = (text: string, ...names: readonly string[]) => graphOf(gitlabGraph([{ path: 'ci.yml', text }]), names);

describe('a GitHub workflow', () => {
  const names = [
    'changes',
    'Lint & types',
    'build (ubuntu-latest, 20)',
    'build (windows-latest, 22)',
    'Test 1 of 3',
    'Test 2 of 3',
    'image / build (amd64)',
    'image / build (arm64)',
    'image / Publish / manifest',
    'scan / trivy',
    'All green',
  ];

  test('with a matrix, names from expressions and a called workflow is known whole', () => {
    const build = ['build (ubuntu-latest, 20)', 'build (windows-latest, 22)'];
    const images = ['image / build (amd64)', 'image / build (arm64)'];
    expect(graphOf(githubGraph([workflow, image]), names)).toEqual({
      unknown: [],
      needs: {
        changes: [],
        'Lint & types': ['changes'],
        'build (ubuntu-latest, 20)': ['changes'],
        'build (windows-latest, 22)': ['changes'],
        'Test 1 of 3': build,
        'Test 2 of 3': build,
        'image / build (amd64)': ['Lint & types', ...build],
        'image / build (arm64)': ['Lint & types', ...build],
        'image / Publish / manifest': images,
        'scan / trivy': ['image / Publish / manifest'],
        'All green': ['Lint & types', 'Test 1 of 3', 'Test 2 of 3', 'image / Publish / manifest', 'scan / trivy'],
      },
    });
  });

  test('without those does not say what their jobs need of each other', () => {
    expect(graphOf(githubGraph([workflow]), names).unknown).toEqual([
      'image / build (amd64)',
      'image / build (arm64)',
      'image / Publish / manifest',
    ]);
  });

  test('leads past what was skipped', () => {
    const { needs } = graphOf(githubGraph([workflow, image]), ['changes', 'Test 1 of 3', 'All green']);
    expect(needs).toEqual({ changes: [], 'Test 1 of 3': ['changes'], 'All green': ['Test 1 of 3', 'changes'] });
  });

  test.each([
    ['needs as one text', 'jobs: {a: {}, b: {needs: a}}', ['a', 'b'], { a: [], b: ['a'] }],
    ['numbers for names', 'jobs: {a: {name: 1}, b: {name: 2.5, needs: [a]}}', ['1', '2.5'], { '1': [], '2.5': ['1'] }],
    ['anchors and merges', 'x: &x {needs: a}\njobs: {a: {}, b: {<<: *x}}', ['a', 'b'], { a: [], b: ['a'] }],
    ['an empty name', 'jobs: {a: {name: ""}}', ['a'], { a: [] }],
  ])('is read with %s', (_, text, jobs, needs) => {
    expect(github(text, ...jobs)).toEqual({ unknown: [], needs });
  });

  test('whose jobs call each other in a circle ends', () => {
    const call = (path: string) =>
      `jobs: {${Array.from({ length: 30 }, (_, n) => `j${n}: {uses: ./${path}}`).join(', ')}}`;
    const [a, b] = ['.github/workflows/a.yml', '.github/workflows/b.yml'];
    const jobs = githubGraph([
      { path: a, text: call(b) },
      { path: b, text: call(a) },
    ]);
    expect(jobs.length).toBeLessThan(1500);
    // Calls of a workflow without jobs, too, are counted.
    const none = Array.from({ length: 9 }, (_, n) => ({
      path: `.github/workflows/${n}.yml`,
      text: n === 8 ? 'jobs: {}' : call(`.github/workflows/${n + 1}.yml`),
    }));
    expect(githubGraph(none)).toEqual([]);
  });

  test.each([
    ['no YAML', 'jobs: {a: ['],
    ['no workflow', 'a: 1'],
    ['a list', '- a'],
    ['nothing', ''],
    ['needs that are none', 'jobs: {a: {needs: {b: 1}}}'],
    ['brackets without end', '['.repeat(100_000)],
    ['nesting on one line', `jobs: ${'- '.repeat(100_000)}`],
    ['aliases that grow beyond all measure', bomb()],
    ['two documents', 'jobs: {a: {}}\n---\njobs: {}'],
  ])('that is %s is refused with a sentence', (_, text) => {
    const read = () => githubGraph([{ path: 'w.yml', text }]);
    expect(read).toThrow(PayloadError);
    expect(read).toThrow(/w\.yml/);
  });
});

/** Each list holds nine times the one before it. */
function bomb(): string {
  const lists = [...'bcdefghi'].map((name, n) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[n]}`).join(',')}]`);
  return ['a: &a [x,x,x,x,x,x,x,x,x]', ...lists, 'jobs: {a: {}}'].join('\n');
}

describe('a GitLab pipeline', () => {
  test('waits by stages and by needs', () => {
    const browsers = ['browser: [chromium]', 'browser: [firefox]'];
    const units = ['unit 1/3', 'unit 2/3', 'unit 3/3'];
    const names = ['install', 'compile', 'docs', ...units, ...browsers, 'try out', 'staging', 'production', 'pages'];
    expect(graphOf(gitlabGraph([{ path: '.gitlab-ci.yml', text: fixture('gitlab-ci.yml') }]), names)).toEqual({
      unknown: [],
      needs: {
        install: [],
        compile: ['install'],
        docs: [],
        'unit 1/3': ['compile', 'docs'],
        'unit 2/3': ['compile', 'docs'],
        'unit 3/3': ['compile', 'docs'],
        'browser: [chromium]': ['compile'],
        'browser: [firefox]': ['compile'],
        'try out': ['compile', 'docs'],
        staging: units,
        production: ['staging'],
        // All of the earlier stages, but not what somebody may play or not.
        pages: [...browsers, ...units],
      },
    });
  });

  test.each([
    ['a template that is not in the file', 'a: {extends: .elsewhere, script: x}', ['a']],
    ['stages beside one that is not known', 'a: {script: x, stage: build}\nb: {extends: .x}', ['a', 'b']],
    ['an include, which may say more', 'include: x.yml\na: {script: x}', ['a']],
    ['a reference', 'a: {script: x, needs: !reference [.x, needs]}', ['a']],
    ['a reference within', 'a: {script: x, needs: [!reference [.x, needs]]}', ['a']],
    ['rules that change needs', 'a: {script: x, needs: [], rules: [{needs: [b]}]}', ['a']],
    ['some legs of a matrix', 'b: {script: x}\na: {script: x, needs: [{job: b, parallel: {matrix: [{X: 1}]}}]}', ['a']],
    ['a stage that there is not', 'a: {script: x, stage: other}', ['a']],
  ])('does not say what is needed with %s', (_, text, unknown) => {
    expect(gitlab(text, ...unknown).unknown).toEqual(unknown);
  });

  test('says it also beside an include, where the job itself does', () => {
    expect(gitlab('include: x.yml\na: {script: x, needs: []}\nb: {script: x, needs: [a]}', 'a', 'b')).toEqual({
      unknown: [],
      needs: { a: [], b: ['a'] },
    });
  });

  test('has stages of its own where the file names none', () => {
    expect(gitlab('a: {script: x, stage: .pre}\nb: {script: x}\nc: {script: x, stage: .post}', 'a', 'b', 'c')).toEqual({
      unknown: [],
      needs: { a: [], b: ['a'], c: ['b'] },
    });
  });

  test('whose templates extend each other in a circle ends', () => {
    expect(gitlab('.a: {extends: .b}\n.b: {extends: .a}\nj: {extends: .a}', 'j').unknown).toEqual(['j']);
  });
});

describe('an upload', () => {
  test('of jobs and needs is by their names, legs too', () => {
    const { source, jobs } = readGraph({
      jobs: [
        { name: 'build', needs: [] },
        { name: 'ship / eu', needs: ['build', 'build'] },
      ],
    });
    expect(source).toBe('pushed');
    expect(graphOf(jobs, ['build (1)', 'build (2)', 'ship / eu'])).toEqual({
      unknown: [],
      needs: { 'build (1)': [], 'build (2)': [], 'ship / eu': ['build (1)', 'build (2)'] },
    });
  });

  test('of any text is read or refused with a sentence, and nothing else', () => {
    const words = fc.constantFrom(
      'jobs:',
      ' a:',
      '  needs: ',
      '[a]',
      '&x ',
      '*x',
      '- ',
      '!reference ',
      '{',
      '}',
      '\n',
      '"',
      '? ',
      'extends: ',
      'stages: ',
      'parallel: 3',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 30 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('github', 'gitlab'), (content, format) => {
        try {
          expect(readGraph({ format, files: [{ path: 'x.yml', text: content }] }).jobs).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(PayloadError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
