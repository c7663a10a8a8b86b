import { z } from 'zod';
import type { OtlpSpan } from '../otlp/span';
import { isTimeMs } from '../time';
import { MAX_NAME } from '../fields';
import { cut } from '../text';

/**
 * A span of Jenkins' OpenTelemetry plugin, as far as it is needed: kept until the build that it is of has ended. Only the root says which build that is.
 * Names of attributes are those of the plugin's ExtendedJenkinsAttributes.
 */

const Text = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => (text === undefined || text === '' ? undefined : cut(text, MAX_NAME)));
const Texts = z.array(z.string()).max(100).optional().catch(undefined);

const Build = z.object({
  id: z.string().min(1).max(MAX_NAME),
  number: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  url: Text,
  type: Text,
  multibranch: Text,
  result: Text,
  causes: Texts,
  agent: Text,
  labels: Text,
});

const Step = z.object({
  id: Text,
  type: Text,
  result: Text,
  /** Why it was interrupted. */
  causes: Texts,
  /** The computer that it ran on. */
  agent: Text,
  labels: Text,
  repository: Text,
  /** Where the repository was cloned from, without the path where that is not told as an address. */
  remote: Text,
  host: Text,
  branch: Text,
});

const Time = z.number().refine(isTimeMs, 'not a time');

export const JenkinsSpan = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  name: z.string().transform((name) => cut(name, MAX_NAME)),
  startMs: Time,
  endMs: Time,
  status: z.enum(['unset', 'ok', 'error']),
  /** Of the root of a build. */
  build: Build.optional(),
  /** Of a step, and of what holds steps: a stage, a branch, an agent. */
  step: Step.optional(),
});
export type JenkinsSpan = z.output<typeof JenkinsSpan>;

const BUILD = {
  id: 'ci.pipeline.id',
  number: 'ci.pipeline.run.number',
  url: 'ci.pipeline.run.url',
  type: 'ci.pipeline.type',
  multibranch: 'ci.pipeline.multibranch.type',
  result: 'ci.pipeline.run.result',
  causes: 'ci.pipeline.run.cause',
  agent: 'ci.pipeline.agent.name',
  labels: 'jenkins.pipeline.step.agent.label',
} as const;

const STEP = {
  id: 'jenkins.pipeline.step.id',
  type: 'jenkins.pipeline.step.type',
  result: 'jenkins.pipeline.step.result',
  causes: 'jenkins.pipeline.step.interruption.causes',
  agent: 'jenkins.computer.name',
  labels: 'jenkins.pipeline.step.agent.label',
  repository: 'git.repository',
  remote: 'url.full',
  host: 'server.address',
  branch: 'git.branch',
} as const;

/** What every step has, also those of builds that are no pipelines. */
const STEP_NAME = 'jenkins.pipeline.step.name';

export const WANTED: ReadonlySet<string> = new Set([...Object.values(BUILD), ...Object.values(STEP), STEP_NAME]);

/** They have no attributes, but steps hang from them. */
const PHASE = /^Phase: (Start|Run|Finalise)$/;

/** The span, where it is of a build; null for the many others that Jenkins sends: of its pages, its agents' starts, its calls to GitHub. */
export function jenkinsSpanOf(span: OtlpSpan): JenkinsSpan | null {
  const { attributes, ...rest } = span;
  const picked = (names: Readonly<Record<string, string>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(names).map(([field, name]) => [field, attributes[name]]));
  const parsed = JenkinsSpan.safeParse({
    ...rest,
    // Pages and logs of a build name its job and number, too; its address only the build itself.
    ...(BUILD.url in attributes && { build: picked(BUILD) }),
    ...(STEP_NAME in attributes && { step: picked(STEP) }),
  });
  if (!parsed.success) return null;
  const { build, step, name } = parsed.data;
  return build !== undefined || step !== undefined || PHASE.test(name) ? parsed.data : null;
}
