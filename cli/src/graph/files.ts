import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, told } from '../ci/model';
import { Usage } from '../terminal';

interface GraphFiles {
  format: 'github' | 'gitlab';
  /** By their paths in the repository: the file of the run, then those that it calls. */
  files: { path: string; text: string }[];
}

/** `owner/name/.github/workflows/ci.yml@refs/heads/main`: the file is below the repository, the ref behind it. */
const WORKFLOW_REF = /^[^/]+\/[^/]+\/(\.github\/workflows\/[^/@]+\.ya?ml)@/;
const WORKFLOW = /(^|\/)(\.github\/workflows\/[^/]+\.ya?ml)$/;
const CALL = /^\s*uses:\s*['"]?\.\/(\.github\/workflows\/[^/\s'"#]+\.ya?ml)/gm;
const MAX_FILES = 50;

/**
 * The file that makes the run, with the workflows of the same repository that it calls. What cannot be read of those is left out: the bridge then knows
 * that it does not know their jobs.
 *
 * @param given a path, where the job does not say which file it is
 * @throws Usage where there is no file, or nothing says what it is
 */
export function graphFiles(given: string | undefined, env: Environment, folder: string): GraphFiles {
  const at = (file: string): string => path.resolve(folder, file);
  if (given !== undefined) {
    const name = WORKFLOW.exec(given.replaceAll('\\', '/'))?.[2];
    if (name !== undefined) return workflows(name, at(given), path.resolve(at(given), '../../..'));
    if (/\.ya?ml$/.test(given)) return { format: 'gitlab', files: [{ path: given, text: read(at(given)) }] };
    throw new Usage(`${given}: is it a workflow (.github/workflows/….yml) or a pipeline of GitLab (….yml)?`);
  }
  const ref = told(env['GITHUB_WORKFLOW_REF']);
  if (ref !== undefined) {
    const name = WORKFLOW_REF.exec(ref)?.[1];
    if (name === undefined) throw new Usage('GITHUB_WORKFLOW_REF names no file of this repository: name it');
    const root = told(env['GITHUB_WORKSPACE']) ?? folder;
    return workflows(name, path.resolve(root, name), root);
  }
  if (told(env['GITLAB_CI']) !== undefined) {
    const name = told(env['CI_CONFIG_PATH']) ?? '.gitlab-ci.yml';
    if (/^https?:|@/.test(name)) throw new Usage('CI_CONFIG_PATH is a file of another place: fetch it, and name it');
    const root = told(env['CI_PROJECT_DIR']) ?? folder;
    return { format: 'gitlab', files: [{ path: name, text: read(path.resolve(root, name)) }] };
  }
  throw new Usage('which file? Only jobs of GitHub Actions and GitLab CI say it');
}

function workflows(name: string, file: string, root: string): GraphFiles {
  const files = [{ path: name, text: read(file) }];
  for (const { text } of files)
    for (const [, called = ''] of text.matchAll(CALL)) {
      if (files.length >= MAX_FILES || files.some((known) => known.path === called)) continue;
      const found = readOrNothing(path.resolve(root, called));
      if (found !== undefined) files.push({ path: called, text: found });
    }
  return { format: 'github', files };
}

function read(file: string): string {
  const text = readOrNothing(file);
  if (text !== undefined) return text;
  throw new Usage(`${file} cannot be read: is the repository checked out here?`);
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
