import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Usage } from '../terminal';
import { graphFiles } from './files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'summit-graph-'));
  mkdirSync(path.join(folder, '.github/workflows'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
const ref = 'demo/shop/.github/workflows/ci.yml@refs/heads/main';
const ci =
  'jobs:\n  a:\n    uses: ./.github/workflows/called.yml\n  b:\n    uses: "./.github/workflows/gone.yml" # not there\n';

test('the workflow of the job, with those of the repository that it calls, each once', () => {
  write('.github/workflows/ci.yml', ci);
  write('.github/workflows/called.yml', 'jobs:\n  c:\n    uses: ./.github/workflows/ci.yml\n');
  const found = graphFiles(undefined, { GITHUB_WORKFLOW_REF: ref, GITHUB_WORKSPACE: folder }, '/');
  expect(found.format).toBe('github');
  expect(found.files.map((file) => file.path)).toEqual(['.github/workflows/ci.yml', '.github/workflows/called.yml']);
  expect(found.files[0]?.text).toBe(ci);
  expect(graphFiles('.github/workflows/ci.yml', {}, folder)).toEqual(found);
});

test('the pipeline of GitLab, by its setting or by its usual name', () => {
  write('.gitlab-ci.yml', 'a: {}');
  write('other.yml', 'b: {}');
  const env = { GITLAB_CI: 'true', CI_PROJECT_DIR: folder };
  expect(graphFiles(undefined, env, '/')).toEqual({
    format: 'gitlab',
    files: [{ path: '.gitlab-ci.yml', text: 'a: {}' }],
  });
  expect(graphFiles(undefined, { ...env, CI_CONFIG_PATH: 'other.yml' }, '/').files[0]?.text).toBe('b: {}');
  expect(graphFiles('other.yml', {}, folder).files[0]?.text).toBe('b: {}');
});

test.each([
  ['no file is named, and none known', undefined, {}],
  ['it is not checked out', undefined, { GITHUB_WORKFLOW_REF: ref }],
  ['the workflow is another place', undefined, { GITHUB_WORKFLOW_REF: 'x' }],
  ['the pipeline is in another place', undefined, { GITLAB_CI: 'true', CI_CONFIG_PATH: 'ci.yml@group/project' }],
  ['it is no YAML', 'build.xml', {}],
])('says what to do where %s', (_, given, env) => {
  expect(() => graphFiles(given, env, folder)).toThrow(Usage);
});
