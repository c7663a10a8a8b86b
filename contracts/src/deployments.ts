import { z } from 'zod';
import { Level, Time } from './primitives';

/*
 * GET /api/v1/deployments/{id}/notes: `ReleaseNotes`.
 * GET /api/v1/deployments/{id}/errors?hours=: `DeploymentErrors`.
 */

/** What a change is to its readers: a type of Conventional Commits, or a label. */
export const NoteKind = z.enum([
  'breaking',
  'security',
  'feature',
  'fix',
  'performance',
  'revert',
  'documentation',
  'maintenance',
  'other',
]);
export type NoteKind = z.infer<typeof NoteKind>;

/** A piece of a text. A reference (`#12`, `SHOP-7`) has an address where the repository tells one. */
export const NotePart = z.object({ text: z.string(), url: z.string().nullable(), reference: z.boolean() });
export type NotePart = z.infer<typeof NotePart>;

export const ReleaseNote = z.object({
  kind: NoteKind,
  breaking: z.boolean(),
  scope: z.string().nullable(),
  /** Its title, without the type of a conventional commit. */
  parts: z.array(NotePart),
  /** Of the change; null for a commit that was pushed without one. */
  number: z.number().int().nullable(),
  commit: z.string(),
  url: z.string().nullable(),
  author: z.string().nullable(),
  /** What its commits say they close or belong to, beyond the title. */
  references: z.array(NotePart),
  /** What its commits say breaks. */
  breakingNotes: z.array(z.string()),
});
export type ReleaseNote = z.infer<typeof ReleaseNote>;

export const NoteGroup = z.object({ kind: NoteKind, title: z.string(), notes: z.array(ReleaseNote) });
export type NoteGroup = z.infer<typeof NoteGroup>;

/** What a deployment was the first to bring, in groups, as people publish it. */
export const ReleaseNotes = z.object({
  title: z.string(),
  groups: z.array(NoteGroup),
  /** The same as Markdown. */
  markdown: z.string(),
  /** How many changes there are; the notes hold the 500 that landed last. */
  total: z.number().int(),
  /** The server's page of all that lies between this deployment and the one before. */
  compareUrl: z.string().nullable(),
});
export type ReleaseNotes = z.infer<typeof ReleaseNotes>;

export const ImpactVerdict = z.enum(['worse', 'better', 'no_difference', 'too_little_data']);
export type ImpactVerdict = z.infer<typeof ImpactVerdict>;

const Stretch = z.object({ from: Time, to: Time });
const Window = Stretch.extend({ events: z.number().int() });

/** An issue with events around a deployment. */
export const AroundIssue = z.object({
  id: z.string(),
  shortId: z.string(),
  title: z.string(),
  level: Level,
  status: z.string(),
  /** First seen since the deployment began. */
  isNew: z.boolean(),
  /** Resolved, and opened again since the deployment began. */
  regressed: z.boolean(),
  before: z.number().int(),
  after: z.number().int(),
});
export type AroundIssue = z.infer<typeof AroundIssue>;

/**
 * Errors before and after a deployment: two windows of equal length, the first up to where it began, the second from its end until the next
 * deployment, or now.
 */
export const DeploymentErrors = z.object({
  /** Null: there is nothing to compare, for the reason that `reason` gives. */
  windows: z.object({ before: Window, after: Window }).nullable(),
  reason: z.enum(['not_ended', 'no_project', 'no_time', 'expired']).nullable(),
  /** The two stretches of time, also where there are no errors to compare: there may be other figures of them. Null where there was no time. */
  around: z.object({ before: Stretch, after: Stretch }).nullable(),
  /** What ended the second window. */
  cutBy: z.enum(['length', 'next_deployment', 'now']).nullable(),
  nextId: z.string().nullable(),
  projects: z.array(z.object({ id: z.string(), slug: z.string(), compared: z.boolean() })),
  verdict: ImpactVerdict,
  /** Events after by events before; null where there are none before. */
  ratio: z.number().nullable(),
  /** 95 % interval of the ratio; `high` is null where it has no bound, both are where nothing can be said. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** How many times as much as chance makes it the counts vary within the windows; 1 where they do not. */
  dispersion: z.number().nullable(),
  newIssues: z.number().int(),
  regressedIssues: z.number().int(),
  /** New ones first, then regressed ones, then those whose counts differ most: the first 50 of `issuesTotal`. */
  issues: z.array(AroundIssue),
  issuesTotal: z.number().int(),
});
export type DeploymentErrors = z.infer<typeof DeploymentErrors>;
