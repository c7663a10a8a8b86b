import type { GraphUpload } from '@summit/contracts';
import { readGraph } from '../../translate/graph/upload';
import type { GraphQuestion, Scope } from '../provider';
import { githubGraphOf, githubGraphWanted } from './githubGraph';
import { gitlabGraphOf } from './gitlabGraph';

const SHA = 'a'.repeat(40);
const scope: Scope = { name: 'demo/shop', round: 'import', since: new Date(0), now: new Date(0), project: null };

/** Asks until nothing is left to ask; returns what was asked and the graph. */
function asked(
  next: (answerTo: (question: GraphQuestion) => unknown) => ReturnType<typeof githubGraphOf>,
  answers: (question: GraphQuestion) => unknown,
): { questions: GraphQuestion[]; graph: GraphUpload | null } {
  const questions: GraphQuestion[] = [];
  const known = new Map<string, unknown>();
  for (;;) {
    const step = next((question) => known.get(JSON.stringify(question)));
    if ('graph' in step) return { questions, graph: step.graph };
    questions.push(step.ask);
    known.set(JSON.stringify(step.ask), answers(step.ask) ?? null);
  }
}

const needsOf = (graph: GraphUpload | null): Record<string, string[] | null> =>
  graph === null
    ? {}
    : Object.fromEntries(
        readGraph(graph).jobs.map(({ key, needs }) => [key, needs?.map((need) => need.key).sort() ?? null]),
      );

describe('a workflow of GitHub at its commit', () => {
  const files: Record<string, string> = {
    '.github/workflows/ci.yml':
      'jobs: {build: {}, image: {needs: build, uses: ./.github/workflows/image.yml}, far: {uses: o/r/.github/workflows/x.yml@v1}}',
    '.github/workflows/image.yml': 'jobs: {push: {}, again: {needs: push, uses: ./.github/workflows/ci.yml}}',
    '.github/workflows/other.yml': 'jobs: {a: {}}',
  };
  const shaOf = (n: number): string => String(n + 1).repeat(40);
  const answers = ({ url }: GraphQuestion): unknown => {
    const listing = Object.entries(files).map(([path, text], n) => ({
      type: 'file',
      name: path.split('/').at(-1),
      path,
      sha: shaOf(n),
      size: text.length,
    }));
    if (url.includes('/contents/')) return listing;
    const n = listing.findIndex(({ sha }) => url.endsWith(`/git/blobs/${sha}`));
    return { encoding: 'base64', content: Buffer.from(Object.values(files)[n] ?? '').toString('base64') };
  };
  const ask = (about: Record<string, string>, by = answers) =>
    asked((answerTo) => githubGraphOf(about, answerTo, 'https://api.github.com/repos/demo/shop'), by);

  test('is read with the workflows of its repository that it calls, and no others', () => {
    const { questions, graph } = ask({ file: '.github/workflows/ci.yml', sha: SHA });
    expect(questions.map(({ url }) => url.replace('https://api.github.com/repos/demo/shop', ''))).toEqual([
      `/contents/.github/workflows?ref=${SHA}`,
      `/git/blobs/${shaOf(0)}`,
      `/git/blobs/${shaOf(1)}`,
    ]);
    expect(needsOf(graph)).toMatchObject({ build: [], 'image/push': ['build'], far: [] });
  });

  test.each([
    ['a file that is not there', { file: '.github/workflows/gone.yml', sha: SHA }, answers],
    ['a directory that is not there', { file: '.github/workflows/ci.yml', sha: SHA }, () => null],
    ['an answer that is none', { file: '.github/workflows/ci.yml', sha: SHA }, () => ({ message: 'what?' })],
    ['a task that is none', {}, answers],
  ])('%s has no graph', (_what, about, by) => expect(ask(about, by).graph).toBeNull());

  test.each([
    [{ path: '.github/workflows/ci.yml', head_sha: SHA, event: 'push' }, 1],
    [{ path: '.github/workflows/ci.yml@refs/heads/main', head_sha: SHA, event: 'schedule' }, 1],
    [{ path: '.github/workflows/ci.yml', head_sha: SHA, event: 'pull_request_target' }, 0],
    [{ path: 'dynamic/github-code-scanning/codeql', head_sha: SHA, event: 'dynamic' }, 0],
    [{ path: '.github/workflows/../../secret.yml', head_sha: SHA }, 0],
    [{ path: '.github/workflows/ci.yml', head_sha: '../x' }, 0],
    [{}, 0],
  ])('%j: %i', (run, count) => {
    const wanted = githubGraphWanted(run);
    expect(wanted).toHaveLength(count);
    for (const { file } of wanted) expect(file).toBe('.github/workflows/ci.yml');
  });
});

describe('a pipeline of GitLab', () => {
  const job = (name: string, stage: string, needs?: string[], more: object = {}) => ({
    name,
    stage: { name: stage },
    schedulingType: needs ? 'dag' : 'stage',
    manualJob: false,
    allowFailure: false,
    needs: { nodes: (needs ?? []).map((need) => ({ name: need })) },
    ...more,
  });
  const page = (jobs: object[], next: string | null = null) => ({
    data: {
      project: {
        pipeline: {
          stages: { nodes: ['build', 'test', 'deploy'].map((name) => ({ name })) },
          jobs: { pageInfo: { hasNextPage: next !== null, endCursor: next }, nodes: jobs },
        },
      },
    },
  });
  const ask = (answers: (question: GraphQuestion) => unknown) =>
    asked(
      (answerTo) =>
        gitlabGraphOf({ project: 'demo/shop', iid: '3' }, answerTo, { root: 'https://gitlab.com/api/v4', scope }),
      answers,
    );

  test('says the needs of its jobs, and of those without which jobs of earlier stages they wait for', () => {
    const { questions, graph } = ask(() =>
      page([
        job('deploy', 'deploy'),
        job('unit 1/2', 'test', ['compile', 'of another pipeline']),
        job('unit 2/2', 'test', ['compile']),
        job('lint', 'test', []),
        job('by hand', 'build', undefined, { manualJob: true, allowFailure: true }),
        job('compile', 'build'),
      ]),
    );
    expect(questions).toMatchObject([{ url: 'https://gitlab.com/api/graphql' }]);
    expect(JSON.parse(questions[0]?.body ?? '')).toMatchObject({
      variables: { project: 'demo/shop', iid: '3', after: null },
    });
    expect(needsOf(graph)).toEqual({
      deploy: ['lint', 'unit 1/2', 'unit 2/2'],
      'unit 1/2': ['compile'],
      'unit 2/2': ['compile'],
      lint: [],
      'by hand': [],
      compile: [],
    });
  });

  test('of more jobs than fit one page is asked for page by page', () => {
    const { questions, graph } = ask(({ body = '' }) =>
      body.includes('"after":null') ? page([job('a', 'build')], 'cursor-1') : page([job('b', 'test')]),
    );
    expect(questions).toHaveLength(2);
    expect(questions[1]?.body).toContain('"after":"cursor-1"');
    expect(needsOf(graph)).toEqual({ a: [], b: ['a'] });
  });

  test.each([
    ['that is gone', { data: { project: { pipeline: null } } }],
    ['of a server that is too old', { errors: [{ message: "Field 'schedulingType' doesn't exist" }] }],
    ['without jobs', page([])],
  ])('%s has no graph', (_what, answer) => expect(ask(() => answer).graph).toBeNull());
});
