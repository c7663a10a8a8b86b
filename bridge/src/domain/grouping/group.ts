import { hash } from 'node:crypto';
import type { ErrorEvent, ExceptionValue, Frame } from '@summit/contracts';
import { expandFingerprint, isDefaultFingerprint } from './fingerprint';
import { frameKey } from './frame';
import { parameterise } from './parameterise';

/** Written beside each hash: a later algorithm gets another name, and its hashes may point at the same issues. */
export const ALGORITHM = 'summit:1';

export interface Grouping {
  algorithm: typeof ALGORITHM;
  /** 16 bytes of SHA-256 over the parts. */
  hash: Buffer;
  /** What made the hash, in words, for the page. */
  parts: string[];
}

const PART_LENGTH = 300;

/**
 * Which issue an event belongs to. In this order, the first that says something: the SDK's fingerprint (where `{{ default }}` stands for what
 * follows); each exception of the chain by type and in-app frames, or by all frames when none is in-app, or by type and parameterised
 * value when it has no frames; the message's template, or the parameterised message.
 */
export function groupEvent(event: ErrorEvent): Grouping {
  const usual = (): string[] => {
    const parts = exceptionParts(event);
    return parts.length > 0 ? parts : messageParts(event);
  };
  const parts = isDefaultFingerprint(event.fingerprint) ? usual() : expandFingerprint(event, usual);
  return { algorithm: ALGORITHM, hash: hashOf(parts), parts: parts.map((part) => part.slice(0, PART_LENGTH)) };
}

function exceptionParts(event: ErrorEvent): string[] {
  const anyInApp = event.exceptions.some((exception) => exception.frames.some((frame) => frame.inApp));
  return event.exceptions.flatMap((exception) => partsOf(exception, event.platform, anyInApp));
}

function partsOf(exception: ExceptionValue, platform: string, inAppOnly: boolean): string[] {
  const frames = frameParts(exception.frames, platform, inAppOnly);
  const type = exception.type !== '' && exception.synthetic !== true ? [`type ${exception.type}`] : [];
  if (frames.length > 0) return [...type, ...frames];
  const value = parameterise(firstLines(exception.value));
  // A synthetic type without a stack is all there is to tell it by.
  const only = type.length === 0 && exception.type !== '' ? [`type ${exception.type}`] : type;
  return value === '' ? only : [...only, `value ${value}`];
}

function frameParts(frames: readonly Frame[], platform: string, inAppOnly: boolean): string[] {
  const parts: string[] = [];
  for (const frame of frames) {
    if (inAppOnly && !frame.inApp) continue;
    const key = frameKey(frame, platform);
    if (key === '') continue;
    const part = `frame ${key}`;
    // Recursion goes as deep as its input asks; one frame stands for all.
    if (part !== parts.at(-1)) parts.push(part);
  }
  return parts;
}

function messageParts(event: ErrorEvent): string[] {
  const message = event.messageTemplate ?? event.message;
  if (message !== undefined && message.trim() !== '') return [`message ${parameterise(firstLines(message))}`];
  return [`no exception and no message`, `transaction ${event.transaction ?? ''}`, `level ${event.level}`];
}

/** Longer messages carry dumps of state after their first lines. */
function firstLines(value: string): string {
  return value.slice(0, 4096).trim().split('\n', 2).join('\n');
}

function hashOf(parts: readonly string[]): Buffer {
  // Lengths keep ['ab', 'c'] and ['a', 'bc'] apart.
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', text, 'buffer').subarray(0, 16);
}
