import { Actor } from '@summit/contracts';
import { z } from 'zod';

/** `jsonb` comes back unknown: what does not look like an actor is none. */
export const actorOf = (value: unknown): Actor | null => Actor.safeParse(value).data ?? null;

const Labels = z.record(z.string(), z.string());
export const labelsOf = (value: unknown): Record<string, string> => Labels.safeParse(value).data ?? {};

export const isoOf = (time: Date | null): string | null => time?.toISOString() ?? null;

export const numberOf = (value: string | number | null): number | null => (value === null ? null : Number(value));

/** For resources whose optional fields are left out rather than null. */
export const orLeftOut = <T>(value: T | null): T | undefined => value ?? undefined;
