import type { Actor } from '@summit/contracts';
import { z } from 'zod';
import { safeLink } from './http';
import { cut } from './text';

/**
 * Fields that the payloads of CI systems share. Schemas ask only for what Summit needs and let the rest pass: providers add fields all the
 * time, and send null for what they no longer know (deleted users, deleted forks, runs without a commit).
 */

/** Provider ids pass 2^31 but stay below 2^53; kept as text. */
export const Id = z.number().int().nonnegative().transform(String);

/** Names are keys of indexes, which have a limit; people can call a job whatever they like. */
export const MAX_NAME = 500;
/** A commit message may be a book. */
const MAX_TEXT = 4000;

/** For fields that may be missing, null or empty. */
export const OptionalText = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => (text === null || text === undefined || text === '' ? undefined : cut(text, MAX_TEXT)));

export const Name = z.string().transform((text) => cut(text, MAX_NAME));
export const OptionalName = OptionalText.transform((text) => text && cut(text, MAX_NAME));

const ZERO_SHA = /^0+$/;
export const ShaText = z.string().regex(/^[0-9a-f]{7,64}$/, 'not a commit sha');
export const OptionalSha = ShaText.nullish()
  .catch(undefined)
  .transform((sha) => (sha === null || sha === undefined || ZERO_SHA.test(sha) ? undefined : sha));

/** Links are shown as links, so only http and https pass; anything else is taken for missing. */
export const OptionalUrl = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => (text ? safeLink(text) : undefined));

/** Somebody by their name, where that is told. */
export const personOf = (name: string | undefined, email?: string, avatarUrl?: string): Actor | undefined =>
  name === undefined ? undefined : dropUndefined({ name, email, avatarUrl });

/** Paths that a commit touched. */
export const Paths = z.array(z.string()).nullish().catch(undefined);

/** Enough to own a monorepo's paths, little enough to store with each commit. */
const MAX_FILES = 1000;

export function touchedFiles(...lists: readonly (readonly string[] | null | undefined)[]): string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].sort().slice(0, MAX_FILES);
}

/** Names that people give what their users use: prod, production/eu, live. */
export function isProduction(environment: string): boolean {
  return /^(prod|production|live)([-_/ .:]|$)/i.test(environment);
}

/** Facts are compared as JSON, where a missing key and an undefined one must be the same. */
export function dropUndefined<T extends object>(value: T): T {
  for (const key of Object.keys(value)) {
    if (Reflect.get(value, key) === undefined) Reflect.deleteProperty(value, key);
  }
  return value;
}
