import { DisplayStatus } from '@summit/contracts';
import { z } from 'zod';
import { MAX_NAME } from '../fields';
import { safeLink } from '../http';
import { hostOfSender, plainId } from '../ids';
import { repositoryAt } from '../repository';
import { cut } from '../text';
import { TimeText } from '../time';

/**
 * What the generic door takes, in the words of docs/generic-door.md. Unlike the payloads of CI systems it is written by people for this door, so a
 * field that it does not know is a mistake to be told, not a novelty to be passed over.
 */

const MAX_EVENTS = 1000;
const MAX_STEPS = 500;
const MAX_NEEDS = 500;
const MAX_LABELS = 100;
const MAX_FILES = 10_000;
const MAX_ASKED = 100;
const MAX_TEXT = 4000;

const text = (about: string) => z.string().min(1).max(MAX_TEXT).meta({ description: about });
const name = (about: string) => text(about).transform((value) => cut(value, MAX_NAME));
const time = (about: string) => z.string().max(100).pipe(TimeText).meta({ description: about });
const number = (about: string) => z.number().int().min(1).max(2_147_483_647).meta({ description: about });

const id = (about: string) =>
  z
    .union(
      [z.string().min(1).max(300), z.number().int().nonnegative()],
      'a text of up to 300 characters, or a whole number',
    )
    .transform((value) => plainId(String(value)))
    .meta({ description: about });

const sha = (about: string) =>
  z
    .string()
    .regex(/^[0-9a-fA-F]{7,64}$/, 'not a commit sha')
    .transform((value) => value.toLowerCase())
    .meta({ description: about });

const link = z
  .string()
  .max(MAX_TEXT)
  .transform((value, context) => {
    const safe = safeLink(value);
    if (safe !== undefined) return safe;
    context.addIssue({ code: 'custom', message: 'not an http or https address' });
    return z.NEVER;
  })
  .meta({ description: 'A page to lead people to.' });

const repository = z
  .string()
  .max(MAX_TEXT)
  .transform((value, context) => {
    const known = repositoryAt(value);
    if (known) return known;
    context.addIssue({ code: 'custom', message: 'not the address of a repository, as https://host/owner/name' });
    return z.NEVER;
  })
  .meta({ description: 'The address of the repository: its page, or what it is cloned from.' });

const actor = z
  .union(
    [
      z
        .string()
        .min(1)
        .max(MAX_NAME)
        .transform((value) => ({ name: value })),
      z.strictObject({ name: z.string().min(1).max(MAX_NAME), email: z.string().min(1).max(MAX_NAME).optional() }),
    ],
    'a name, or an object of name and email',
  )
  .meta({ description: 'Who it was: a name, or name and email.' });

const status = DisplayStatus.meta({ description: 'Where it stands, or how it ended.' });

const moments = {
  time: time('When this was so. Where it is missing, the latest of the other times.').optional(),
  queuedAt: time('When it was asked for.').optional(),
  startedAt: time('When it began.').optional(),
  finishedAt: time('When it ended.').optional(),
};
type Moments = { [K in keyof typeof moments]?: string | undefined };
const saysWhen = (event: Moments): boolean =>
  [event.time, event.queuedAt, event.startedAt, event.finishedAt].some((value) => value !== undefined);
const when = {
  path: ['time'],
  message: 'missing, as are queuedAt, startedAt and finishedAt: one of them must say when',
};

const code = {
  branch: name('The branch or tag.').optional(),
  sha: sha('The commit.').optional(),
};
const runOf = {
  id: id('The id of the run.'),
  attempt: number('Which attempt; 1 where it is missing.').optional(),
};

const Run = z
  .strictObject({
    type: z.literal('run'),
    ...runOf,
    name: name('The name of the pipeline.'),
    status,
    ...moments,
    repository: repository.optional(),
    ...code,
    number: number('Counts the runs of the pipeline.').optional(),
    title: name('What it is about, such as the first line of the commit message.').optional(),
    trigger: name('What asked for it: push, schedule, …').optional(),
    change: number('The pull or merge request.').optional(),
    actor: actor.optional(),
    url: link.optional(),
  })
  .refine(saysWhen, when)
  .meta({ title: 'run', description: 'An attempt of a pipeline.' });

const Step = z.strictObject({
  name: name('The name of the step.'),
  status,
  startedAt: moments.startedAt,
  finishedAt: moments.finishedAt,
});

const Job = z
  .strictObject({
    type: z.literal('job'),
    id: id('The id of the job: another one for each attempt.'),
    run: z.strictObject(runOf),
    name: name('The name of the job.'),
    status,
    ...moments,
    repository: repository.optional(),
    ...code,
    pipeline: name('The name of the pipeline, where no event tells the run itself.').optional(),
    stage: name('Which group of jobs.').optional(),
    needs: z
      .array(name('The name of a job.'))
      .max(MAX_NEEDS)
      .optional()
      .meta({ description: 'Names of the jobs of the run that it waits for; empty: it waits for none.' }),
    runner: z
      .strictObject({
        name: name('The machine.').optional(),
        group: name('Its group.').optional(),
        labels: z.array(z.string().max(MAX_NAME)).max(MAX_LABELS).optional(),
      })
      .optional(),
    steps: z.array(Step).max(MAX_STEPS).optional(),
    url: link.optional(),
  })
  .refine(saysWhen, when)
  .meta({ title: 'job', description: 'A job of a run, with its steps.' });

/** A run of any system: a deployment may name it, and says nothing of it. */
const runId = z
  .string()
  .max(300)
  .regex(/^[\p{L}\p{N}\p{M}\p{P}\p{S}]+$/u, 'not the id of a run')
  .meta({ description: 'The run that deploys, by the id under which Summit knows it (summit run-id prints it).' });

const strategy = name('rolling, blue-green, canary, recreate, or a word of your own.').transform((word) =>
  word.toLowerCase().replace(/[\s-]+/g, '_'),
);

const Deployment = z
  .strictObject({
    type: z.literal('deployment'),
    id: id('The id of the deployment: another one each time something is deployed.'),
    repository,
    sha: sha('The commit that is deployed.'),
    environment: name('Where to, such as production.'),
    production: z
      .boolean()
      .optional()
      .meta({ description: 'Whether users are there; else the name of the environment decides.' }),
    status: z
      .enum(['pending', 'queued', 'running', 'success', 'failed', 'error', 'inactive'])
      .meta({ description: 'Where it stands, how it ended, or that it is no longer there.' }),
    time: time('When this was so.'),
    startedAt: time('When it was asked for; else the first report stands for it.').optional(),
    ref: name('The branch, tag or version.').optional(),
    task: name('What kind of deployment, such as rollback.').optional(),
    run: z.strictObject(runOf).optional(),
    job: id('The id of the job that deploys.').optional(),
    runId: runId.optional(),
    service: name('What is deployed, where a repository holds several.').optional(),
    version: name('What people call it, such as 1.4.0.').optional(),
    strategy: strategy.optional(),
    region: name('Where in the world, such as eu-1.').optional(),
    actor: actor.optional(),
    url: link.optional(),
  })
  .meta({ title: 'deployment', description: 'A commit on its way to an environment.' });

const Approval = z
  .strictObject({
    type: z.literal('approval'),
    repository,
    environment: name('Where the deployment goes.'),
    deployment: id('The id of the deployment, as its own events have it.').optional(),
    run: z.strictObject(runOf).optional(),
    runId: runId.optional(),
    decision: z.enum(['requested', 'approved', 'rejected']),
    time: time('When it was asked for, or decided.'),
    actor: actor.optional(),
    asked: z
      .array(z.string().min(1).max(MAX_NAME))
      .max(MAX_ASKED)
      .optional()
      .meta({ description: 'People and teams of whom one is asked.' }),
    comment: text('What was said.').optional(),
    url: link.optional(),
  })
  .refine(({ deployment, run, runId }) => [deployment, run, runId].some((one) => one !== undefined), {
    path: ['deployment'],
    message: 'missing, as are run and runId: one of them must say what is approved',
  })
  .meta({ title: 'approval', description: 'Somebody was asked whether a deployment may go on, or decided it.' });

const Change = z
  .strictObject({
    type: z.literal('change'),
    repository,
    number: number('Its number in the repository.'),
    title: name('Its title.'),
    state: z.enum(['open', 'closed', 'merged']),
    time: time('When this was so.'),
    createdAt: time('When it was opened.'),
    mergedAt: time('When it was merged.').optional(),
    closedAt: time('When it was closed.').optional(),
    author: actor.optional(),
    branch: name('The branch it comes from.').optional(),
    sha: sha('The newest commit of that branch.').optional(),
    base: name('The branch it goes to.').optional(),
    mergeSha: sha('The commit that it became.').optional(),
    labels: z.array(z.string().min(1).max(MAX_NAME)).max(MAX_LABELS).optional(),
    url: link.optional(),
  })
  .meta({ title: 'change', description: 'A pull or merge request.' });

const Commit = z
  .strictObject({
    type: z.literal('commit'),
    repository,
    sha: sha('The commit.'),
    message: z
      .string()
      .transform((value) => cut(value, MAX_TEXT))
      .optional(),
    author: actor.optional(),
    time: time('When it was made.').optional(),
    branch: name('A branch that has it.').optional(),
    files: z
      .array(z.string().min(1).max(MAX_TEXT))
      .max(MAX_FILES)
      .optional()
      .meta({ description: 'Paths that it touched.' }),
    url: link.optional(),
  })
  .meta({ title: 'commit', description: 'A commit.' });

export const GenericDelivery = z
  .strictObject({
    system: z
      .string()
      .max(100)
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/,
        'letters, digits, dots, hyphens and colons, as in a host name',
      )
      .transform((value) => hostOfSender(value.toLowerCase()))
      .meta({ description: 'Who sends, such as the name of a host: ids are unique within it.' }),
    events: z
      .array(z.discriminatedUnion('type', [Run, Job, Deployment, Approval, Change, Commit]))
      .min(1)
      .max(MAX_EVENTS),
  })
  .meta({ title: 'Summit: deliveries to the generic door' });
type GenericDelivery = z.output<typeof GenericDelivery>;
export type GenericEvent = GenericDelivery['events'][number];
export type EventOf<T extends GenericEvent['type']> = Extract<GenericEvent, { type: T }>;

/** The same as JSON Schema, for editors and for senders that check before they send. */
export const genericJsonSchema = (): unknown =>
  z.toJSONSchema(GenericDelivery, { io: 'input', target: 'draft-2020-12' });
