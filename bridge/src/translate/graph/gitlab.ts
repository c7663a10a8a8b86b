import type { DeclaredJob, NamePart } from '@summit/contracts';
import { z } from 'zod';
import { parsePayload, PayloadError } from '../payload';
import type { GraphFile } from './github';
import { readYaml, REFERENCE } from './yaml';

/**
 * The jobs of a GitLab pipeline and what they need. What the file takes from elsewhere (`include`, templates that are not in it, `!reference`) is not known,
 * and neither is what hangs on it. https://docs.gitlab.com/ci/yaml/
 */

/** Top level words that are no jobs. */
const WORDS: ReadonlySet<string> = new Set([
  'after_script',
  'before_script',
  'cache',
  'default',
  'image',
  'include',
  'services',
  'spec',
  'stages',
  'variables',
  'workflow',
]);
const DEFAULT_STAGES = ['build', 'test', 'deploy'];
const DEFAULT_STAGE = 'test';
/** As deep as GitLab lets templates extend each other. */
const MAX_DEPTH = 11;
const MAX_JOBS = 1000;

const Need = z.union([
  z.string(),
  z.looseObject({ job: z.string().optional(), optional: z.boolean().optional(), parallel: z.unknown().optional() }),
]);
const Extends = z.union([z.string().transform((name) => [name]), z.array(z.string())]);
const Rules = z.array(z.looseObject({ needs: z.unknown().optional() }));
const Pipeline = z.record(z.string(), z.unknown());
const Stages = z.array(z.string());

type Fields = Record<string, unknown>;

/** @throws PayloadError where the file is no pipeline */
export function gitlabGraph([file]: readonly GraphFile[]): DeclaredJob[] {
  if (!file) return [];
  const pipeline = parsePayload(Pipeline, readYaml(file.text, file.path), `Pipeline ${file.path}`);
  const named = Object.keys(pipeline).filter(
    (name) => !WORDS.has(name) && !name.startsWith('.') && isFields(pipeline[name]),
  );
  if (named.length > MAX_JOBS) throw new PayloadError(`Pipeline ${file.path}: it has more than ${MAX_JOBS} jobs`);
  const jobs = named.map((name) => jobOf(name, pipeline));
  const stages = stagesOf(pipeline);
  const names = new Set(jobs.map(({ name }) => name));
  const waits = stageWaits(jobs, stages, 'include' in pipeline);
  return jobs.map((job): DeclaredJob => ({
    key: job.name,
    name: partsOf(job),
    needs: job.needs === 'by stage' ? waits(job) : (job.needs?.filter((need) => isMeant(need, names)) ?? null),
  }));
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Job {
  name: string;
  /** Null where a template says it that is not in the file. */
  stage: string | null;
  needs: Needs | null | 'by stage';
  /** Nobody waits for it by its stage: somebody may play it, or not. */
  manual: boolean;
  parallel: unknown;
}

type Needs = NonNullable<DeclaredJob['needs']>;

function jobOf(name: string, pipeline: Fields): Job {
  const fields = new Map<string, unknown>();
  // Another file may say more of a job of the same name.
  const whole = collect(name, pipeline, fields, 0) && !('include' in pipeline);
  const stage = fields.get('stage');
  return {
    name,
    stage:
      typeof stage === 'string' && stage !== REFERENCE ? stage : stage === undefined && whole ? DEFAULT_STAGE : null,
    needs: needsOf(fields, whole),
    manual: fields.get('when') === 'manual' && fields.get('allow_failure') !== false,
    parallel: fields.get('parallel'),
  };
}

/** The fields of a job with those of its templates, its own before theirs; false where one of them is not in the file. */
function collect(name: string, pipeline: Fields, into: Map<string, unknown>, depth: number): boolean {
  const job = pipeline[name];
  if (!isFields(job) || depth > MAX_DEPTH) return false;
  for (const [field, value] of Object.entries(job)) if (!into.has(field)) into.set(field, value);
  if (job['extends'] === undefined) return true;
  const templates = Extends.safeParse(job['extends']);
  if (!templates.success) return false;
  // The last template named is the first to be asked; behind one that is missing, none is.
  return [...templates.data].reverse().every((template) => collect(template, pipeline, into, depth + 1));
}

function needsOf(fields: ReadonlyMap<string, unknown>, whole: boolean): Job['needs'] {
  const rules = Rules.safeParse(fields.get('rules') ?? []);
  if (!rules.success || rules.data.some((rule) => rule.needs !== undefined)) return null;
  if (!fields.has('needs')) return whole ? 'by stage' : null;
  const needs = z.array(Need).safeParse(fields.get('needs'));
  if (!needs.success) return null;
  const found: Needs = [];
  for (const need of needs.data) {
    if (need === REFERENCE) return null;
    if (typeof need === 'string') found.push({ key: need, within: 0 });
    // Jobs of other pipelines and projects are none of this one.
    else if (need['pipeline'] !== undefined || need['project'] !== undefined || need.job === undefined) continue;
    // Some legs of a matrix only: which, the name of the key does not say.
    else if (need.parallel !== undefined) return null;
    else found.push({ key: need.job, within: 0, ...(need.optional === true && { optional: true }) });
  }
  return found;
}

/** An optional need of a job that there is not is none. */
const isMeant = ({ key, optional }: Needs[number], names: ReadonlySet<string>): boolean =>
  optional !== true || names.has(key);

/** The stages in their order; null where another file may say it. */
function stagesOf(pipeline: Fields): string[] | null {
  const told = Stages.safeParse(pipeline['stages']);
  if (pipeline['stages'] !== undefined && !told.success) return null;
  if (pipeline['stages'] === undefined && 'include' in pipeline) return null;
  const own = (told.data ?? DEFAULT_STAGES).filter((stage) => stage !== '.pre' && stage !== '.post');
  return ['.pre', ...own, '.post'];
}

/** Without needs of its own a job waits for all jobs of all earlier stages. */
function stageWaits(jobs: readonly Job[], stages: readonly string[] | null, more: boolean): (job: Job) => Needs | null {
  const placeOf = ({ stage }: Job): number => (stage === null || stages === null ? -1 : stages.indexOf(stage));
  const whole = !more && jobs.every((job) => placeOf(job) >= 0);
  const waits = new Map<number, Needs>();
  const find = (place: number): Needs => {
    const known = waits.get(place);
    if (known) return known;
    const earlier = jobs.filter((job) => placeOf(job) < place && !job.manual);
    // What one of them needs itself is waited for through it.
    const through = new Set(
      earlier
        .flatMap((job) => (job.needs === 'by stage' ? find(placeOf(job)) : (job.needs ?? [])))
        .flatMap(({ key, optional }) => (optional === true ? [] : [key])),
    );
    const found = earlier.filter(({ name }) => !through.has(name)).map(({ name }) => ({ key: name, within: 0 }));
    waits.set(place, found);
    return found;
  };
  return (job) => (whole ? find(placeOf(job)) : null);
}

/** `test 1/3` for `parallel: 3`, `test: [18, ubuntu]` for a matrix. */
function partsOf({ name, parallel }: Job): NamePart[] {
  const segments = name.split(' / ').map((text): NamePart => ({ texts: [text], legs: false }));
  const last = segments.pop();
  const [text = ''] = last?.texts ?? [];
  if (typeof parallel === 'number') segments.push({ texts: [`${text} `, `/${parallel}`], legs: false });
  else if (parallel !== undefined) segments.push({ texts: [`${text}: [`, ']'], legs: false });
  else segments.push({ texts: [text], legs: false });
  return segments;
}
