import type { CiProvider } from '@summit/contracts';
import type { Inbox } from '../inbox/inbox';

/** A DSN key as the doors know it. */
export interface DsnEntry {
  tenant: string;
  projectId: string;
}

/** A webhook door: whose it is and which secrets sign for it now. */
export interface HookEntry {
  tenant: string;
  provider: string;
  secrets: readonly Buffer[];
}

/** Keys in memory, so that an unknown key costs no query and a known one no more. */
export interface DoorKeys {
  dsn(publicKey: string): DsnEntry | undefined;
  hook(id: string): HookEntry | undefined;
}

/** What the body of a Sentry request says before it is kept. */
export interface Inspected {
  /** The id to answer; null when the request has no event. */
  eventId: string | null;
  /** The envelope header's DSN, for senders that give their key nowhere else. */
  dsn: string | null;
}

export type SentryKind = 'envelope' | 'store';

/** Who sends a report, by its token. */
export interface Uploader {
  tenant: string;
  mayUpload: boolean;
}

export interface DoorsDeps {
  keys: DoorKeys;
  inbox: Inbox;
  now: () => number;
  log: { warn(fields: object, message: string): void };
  /** Inflates, frames and reads what is needed at the door. Throws Refusal (400, 413) for what is not well-formed. */
  inspect: (body: Buffer, encoding: string, kind: SentryKind) => Inspected | Promise<Inspected>;
  /** Who an Authorization header speaks for; null for one that is missing, unknown, revoked or expired, which look the same. */
  uploader: (authorization: string | undefined) => Promise<Uploader | null>;
  /** Sees that a report, or what has another ceiling, inflates within it. Throws Refusal (400, 413). */
  inflates: (body: Buffer, encoding: string, maxBytes?: number) => Promise<void>;
  /** A part of a log without its secrets, compressed with gzip. Throws Refusal (400, 413). */
  maskLog: (body: Buffer, encoding: string) => Promise<Buffer>;
  /** True when the digest has a translator for the event; others are acknowledged, counted and dropped. */
  knowsEvent: (provider: CiProvider, event: string) => boolean;
  /** What is wrong with a delivery, for its sender; asked at doors that answer that. */
  problemsOf: (provider: CiProvider, event: string, body: Buffer) => readonly string[];
  /** Notes that something signed came to a hook, where nothing of it is kept: people look at the last delivery to see that a hook works. */
  hookSeen: (hookId: string) => Promise<void>;
  /** Null while requests are taken; else why they are not. */
  closed: () => string | null;
  limits: {
    bodyBytes: number;
    hookBytes: number;
    /** Bytes of bodies that may be in memory while they arrive and wait. */
    memoryBytes: number;
    quotaPerSecond: number;
    quotaBurst: number;
    grafanaToleranceSeconds: number;
    grafanaAllowUntimed: boolean;
  };
}
