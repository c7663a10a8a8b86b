import { z } from 'zod';
import { pageOf, Time } from './primitives';

export const DsnKey = z.object({
  publicKey: z.string(),
  label: z.string(),
  dsn: z.string(),
  createdAt: Time,
  revokedAt: Time.nullable(),
});
export type DsnKey = z.infer<typeof DsnKey>;

export const Project = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  platform: z.string().nullable(),
  createdAt: Time,
  keys: z.array(DsnKey),
});
export type Project = z.infer<typeof Project>;
export const ProjectPage = pageOf(Project);
export const NewProject = z.object({
  name: z.string().min(1).max(100),
  slug: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/)
    .optional(),
  platform: z.string().max(50).optional(),
});

export const Scope = z.enum(['read', 'write', 'admin', 'ingest']);
export type Scope = z.infer<typeof Scope>;
export const TokenKind = z.enum(['service', 'grafana']);
export const Token = z.object({
  id: z.string(),
  name: z.string(),
  kind: TokenKind,
  scopes: z.array(Scope),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
});
export type Token = z.infer<typeof Token>;
export const NewToken = z.object({
  name: z.string().min(1).max(100),
  kind: TokenKind,
  scopes: z.array(Scope).min(1),
  expiresAt: Time.optional(),
});
/** The secret is shown once, in the answer that creates it. */
export const CreatedToken = Token.extend({ token: z.string() });

/** CI systems that have a door of their own, by the word that stands for them in ids, addresses and `vcs.provider.name`. */
export const CiProvider = z.enum([
  'github',
  'gitlab',
  'jenkins',
  'circleci',
  'buildkite',
  'azure',
  'travis',
  'cdevents',
  'generic',
]);
export type CiProvider = z.infer<typeof CiProvider>;
export const HookProvider = z.enum([...CiProvider.options, 'grafana']);
export type HookProvider = z.infer<typeof HookProvider>;
export const Hook = z.object({
  id: z.string(),
  provider: HookProvider,
  name: z.string(),
  url: z.string(),
  createdAt: Time,
  lastDeliveryAt: Time.nullable(),
});
export type Hook = z.infer<typeof Hook>;
/** A secret, or a public key, that the other side made; where it takes one of ours, one is drawn. */
export const OwnSecret = z
  .string()
  .min(16)
  .max(4096)
  .regex(/^[\x20-\x7e\n]+$/, 'must be printable ASCII');
export const NewHook = z.object({
  provider: HookProvider,
  name: z.string().max(100).optional(),
  secret: OwnSecret.optional(),
});
export const HookRotation = z.object({ secret: OwnSecret.optional() });
/** The secret is shown once, in the answer that creates or rotates it. */
export const CreatedHook = Hook.extend({ secret: z.string() });

export const DeadLetter = z.object({
  id: z.string(),
  source: z.string(),
  receivedAt: Time,
  failedAt: Time,
  attempts: z.number().int(),
  reason: z.string(),
  bytes: z.number().int(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;
export const DeadLetterPage = pageOf(DeadLetter);

/** One hop of the connection doctor: what was tried, how it went, and what to do when it failed. */
export const DoctorHop = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  latencyMs: z.number().nullable(),
  version: z.string().nullable(),
  tried: z.string(),
  advice: z.string().nullable(),
});
export type DoctorHop = z.infer<typeof DoctorHop>;
export const Doctor = z.object({ version: z.string(), hops: z.array(DoctorHop) });
export type Doctor = z.infer<typeof Doctor>;

export const Me = z.object({
  tenant: z.string(),
  actor: z.string(),
  kind: TokenKind,
  scopes: z.array(Scope),
  role: z.string().nullable(),
});

/** received = pending + stored + deduplicated + dropped + deadLettered, for each source and unit. */
export const LedgerRow = z.object({
  source: z.string(),
  category: z.string(),
  received: z.number().int(),
  pending: z.number().int(),
  stored: z.number().int(),
  deduplicated: z.number().int(),
  dropped: z.number().int(),
  deadLettered: z.number().int(),
  difference: z.number().int(),
});
export const Ledger = z.object({ rows: z.array(LedgerRow) });
