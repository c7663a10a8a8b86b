import type { GraphUpload } from '@summit/contracts';
import { z } from 'zod';
import { localCalls } from '../../translate/graph/github';
import type { BackfillApi, GraphQuestion } from '../provider';

/**
 * The workflow file of a run at its commit, with those of the same repository that it calls. The directory is asked for once for each commit, and a file once
 * for each of its versions: most commits touch none.
 */

const FILE = /^\.github\/workflows\/[^/@]+\.ya?ml/;
const FOLDER = '.github/workflows';
const MAX_FILES = 50;
/** As much as may be uploaded. */
const MAX_BYTES = 256 * 1024;

interface Run {
  path?: string | null | undefined;
  head_sha?: string | null | undefined;
  event?: string | null | undefined;
}

/** Which file of which commit made a run. That of `pull_request_target` is the base's, and of workflows that GitHub makes itself there is none. */
export function githubGraphWanted({ path, head_sha: sha, event }: Run): { file: string; sha: string }[] {
  const file = FILE.exec(path ?? '')?.[0];
  const known = file !== undefined && /^[0-9a-f]{40,64}$/.test(sha ?? '') && event !== 'pull_request_target';
  return known && sha ? [{ file, sha }] : [];
}

const About = z.object({ file: z.string(), sha: z.string() });
const Listing = z.array(z.object({ path: z.string(), sha: z.string().regex(/^[0-9a-f]{40,64}$/), size: z.number() }));
const Blob = z.object({ content: z.string(), encoding: z.literal('base64') });

/** @param root of the repository in the API */
export function githubGraphOf(
  given: Readonly<Record<string, string>>,
  answerTo: (question: GraphQuestion) => unknown,
  root: string,
): ReturnType<NonNullable<BackfillApi['graph']>> {
  const about = About.safeParse(given);
  if (!about.success) return { graph: null };
  const { file, sha } = about.data;
  const folder: GraphQuestion = { url: `${root}/contents/${FOLDER}?ref=${sha}` };
  const listed = answerTo(folder);
  if (listed === undefined) return { ask: folder };
  const entries = new Map((Listing.safeParse(listed).data ?? []).map((entry) => [entry.path, entry]));
  const files: { path: string; text: string }[] = [];
  const wanted = [file];
  for (const path of wanted) {
    const entry = entries.get(path);
    if (!entry || entry.size > MAX_BYTES) continue;
    const blob: GraphQuestion = { url: `${root}/git/blobs/${entry.sha}` };
    const answer = answerTo(blob);
    if (answer === undefined) return { ask: blob };
    const text = textOf(answer);
    if (text === null) continue;
    files.push({ path, text });
    for (const call of localCalls(text)) if (!wanted.includes(call) && wanted.length < MAX_FILES) wanted.push(call);
  }
  return { graph: files[0]?.path === file ? withinBounds({ format: 'github', files }) : null };
}

function textOf(answer: unknown): string | null {
  const blob = Blob.safeParse(answer);
  return blob.success ? Buffer.from(blob.data.content, 'base64').toString('utf8') : null;
}

const withinBounds = (graph: GraphUpload): GraphUpload | null =>
  Buffer.byteLength(JSON.stringify(graph)) <= MAX_BYTES ? graph : null;
