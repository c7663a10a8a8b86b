import type { AnnotationLevel } from '@summit/contracts';

/** What a tool complained of, as it was read from one line or from several. */
export interface Found {
  level: AnnotationLevel;
  tool: string;
  message: string;
  file?: string | undefined;
  row?: number | undefined;
  column?: number | undefined;
  code?: string | undefined;
  /** The line of the log that it begins at, where that is not the one just read. */
  line?: number | undefined;
}

/** What a tool that speaks in several lines has said so far. Plain text, so that it outlives a part of the log. */
export type Notes = Record<string, string>;

/** What lies around a line. */
export interface Around {
  line: number;
  /** The line before. */
  previous: string;
  /** The last line that was nothing but a path: linters write it above what they found in that file. */
  path: string;
}

/** Reads the complaints of tools of one family. */
export interface Tool {
  name: string;
  /** Looks at the plain text of a line, and may keep `notes` for the next ones. */
  read(text: string, notes: Notes, around: Around): Found | null;
}

export const number = (text: string | undefined): number | undefined => {
  const value = Number(text);
  return text !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

export const levelOf = (word: string | undefined): AnnotationLevel =>
  word !== undefined && /^warn/i.test(word) ? 'warning' : 'error';

export function clear(notes: Notes): void {
  for (const name of Object.keys(notes)) delete notes[name];
}

export const isEmpty = (notes: Notes): boolean => {
  for (const _ in notes) return false;
  return true;
};
