import type { DeclaredJob, NamePart } from '@summit/contracts';
import { z } from 'zod';
import { parsePayload } from '../payload';
import { readYaml } from './yaml';

/**
 * The jobs of a GitHub workflow and what they need.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */

export interface GraphFile {
  path: string;
  text: string;
}

/** Workflows call each other ten deep at most. */
const MAX_DEPTH = 10;
const MAX_JOBS = 1000;
const MAX_NAME = 500;

const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);
const Job = z.looseObject({
  name: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  needs: Names.nullish(),
  uses: z.string().nullish(),
  strategy: z.unknown().optional(),
});
type Job = z.output<typeof Job>;
const Workflow = z.looseObject({ jobs: z.record(z.string().min(1).max(MAX_NAME), Job) });

/** A workflow of the same repository: those of others are called as `owner/repository/path@ref`. */
const LOCAL = /^\.\/(\.github\/workflows\/[^/]+\.ya?ml)$/;

/**
 * @param files the workflow of the run, then those that it calls, as far as they are known
 * @throws PayloadError where one of them is no workflow
 */
export function githubGraph(files: readonly GraphFile[]): DeclaredJob[] {
  const read = new Map(files.map(({ path, text }) => [path, jobsOf(readYaml(text, path), path)]));
  const [first] = files;
  const workflows: Workflows = { read, found: [], visits: 0 };
  if (first) addJobs(workflows, read.get(first.path) ?? {}, { key: '', name: [], depth: 0 });
  return workflows.found;
}

/** Workflows of the same repository that a file calls. What is no workflow calls none. */
export function localCalls(text: string): string[] {
  try {
    const jobs = Object.values(jobsOf(readYaml(text, ''), ''));
    return [...new Set(jobs.flatMap(({ uses }) => LOCAL.exec(uses?.trim() ?? '')?.[1] ?? []))];
  } catch {
    return [];
  }
}

const jobsOf = (value: unknown, path: string): Record<string, Job> =>
  parsePayload(Workflow, value, `Workflow ${path}`).jobs;

interface Workflows {
  read: ReadonlyMap<string, Readonly<Record<string, Job>>>;
  found: DeclaredJob[];
  /** Jobs looked at: few files that call each other can make jobs beyond counting. */
  visits: number;
}

/** Whose jobs these are: the workflow of the run, or one that a job calls. */
interface Caller {
  /** With a slash behind it. */
  key: string;
  name: readonly NamePart[];
  depth: number;
}

/** Adds the jobs of a workflow, and returns the keys that whoever needs the workflow waits for. */
function addJobs(workflows: Workflows, jobs: Readonly<Record<string, Job>>, caller: Caller): string[] {
  const { found } = workflows;
  const ends = new Map<string, readonly string[]>();
  const first: { added: DeclaredJob; needs: readonly string[] }[] = [];
  for (const [id, job] of Object.entries(jobs)) {
    if (++workflows.visits > MAX_JOBS) break;
    const from = found.length;
    ends.set(id, addJob(workflows, id, job, caller));
    // Of a called workflow those wait that wait for nothing within it.
    for (const added of found.slice(from)) if (added.needs?.length === 0) first.push({ added, needs: job.needs ?? [] });
  }
  const within = caller.name.length;
  for (const { added, needs } of first)
    for (const need of needs)
      // A need that is none is kept: it makes unknown who waits for it.
      added.needs?.push(...(ends.get(need) ?? [caller.key + need]).map((key) => ({ key, within })));
  const needed = new Set(Object.values(jobs).flatMap(({ needs }) => needs ?? []));
  return [...ends].flatMap(([id, keys]) => (needed.has(id) ? [] : keys));
}

function addJob(workflows: Workflows, id: string, job: Job, caller: Caller): readonly string[] {
  const key = caller.key + id;
  const name = [...caller.name, ...partsOf(id, job)];
  const called = job.uses == null ? undefined : workflows.read.get(LOCAL.exec(job.uses.trim())?.[1] ?? '');
  if (called && caller.depth < MAX_DEPTH)
    return addJobs(workflows, called, { key: `${key}/`, name, depth: caller.depth + 1 });
  workflows.found.push({ key, name, needs: [], ...(job.uses != null && { opaque: true }) });
  return [key];
}

/** The segments of a job's name, as far as the file tells them. */
function partsOf(id: string, { name, strategy }: Job): NamePart[] {
  const parts = nameParts(name == null || name === '' ? id : String(name));
  const last = parts.pop();
  // Where the name does not say which leg of a matrix it is, GitHub puts that behind it.
  return last ? [...parts, { ...last, legs: strategy !== undefined && strategy !== null }] : [];
}

const MAX_TEXTS = 20;

/** A name with expressions in it, cut at ` / ` and at what the run puts in. */
function nameParts(name: string): NamePart[] {
  const texts = cutAtExpressions(name.slice(0, MAX_NAME));
  const parts: string[][] = [[]];
  for (const text of texts) {
    const [first = '', ...rest] = text.split(' / ');
    parts.at(-1)?.push(first);
    for (const segment of rest) parts.push([segment]);
  }
  return parts.map((part) => ({ texts: part.length > MAX_TEXTS ? ['', ''] : part, legs: false }));
}

/** The texts around `${{ … }}`. */
function cutAtExpressions(name: string): string[] {
  const texts: string[] = [];
  let at = 0;
  for (;;) {
    const from = name.indexOf('${{', at);
    const to = from === -1 ? -1 : name.indexOf('}}', from);
    if (to === -1) return [...texts, name.slice(at)];
    texts.push(name.slice(at, from));
    at = to + 2;
  }
}
