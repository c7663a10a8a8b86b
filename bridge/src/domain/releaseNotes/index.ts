import type { NoteGroup, NoteKind, ReleaseNote } from '@summit/contracts';
import { breakingNoteOf, footersOf, headerOf } from './conventional';
import { kindOfLabels, kindOfType, noteKinds } from './kinds';
import { type NotesRepository, partsOf, referencesIn } from './references';

export { comparison } from './references';
export { notesAsMarkdown } from './markdown';

/** A change, or a commit without one, that a deployment was the first to bring. */
export interface ShippedChange {
  title: string;
  number: number | null;
  commit: string;
  url: string | null;
  author: string | null;
  labels: readonly string[];
  /** Whole messages of its commits, as far as they are known. */
  messages: readonly string[];
}

/**
 * Release notes of what was shipped, by kind: what its title says as a conventional commit, else its labels, else its commits; what none of them
 * says is `other`. What breaks something is told first, whatever its kind. Within a group in the order given; empty groups are left out.
 */
export function releaseNotes(shipped: readonly ShippedChange[], repository: NotesRepository): NoteGroup[] {
  const notes = shipped.map((change) => noteOf(change, repository));
  return noteKinds.flatMap(({ kind, title }) => {
    const group = notes.filter((note) => (note.breaking ? 'breaking' : note.kind) === kind);
    return group.length === 0 ? [] : [{ kind, title, notes: group }];
  });
}

function noteOf(change: ShippedChange, repository: NotesRepository): ReleaseNote {
  const line = firstLine(change.title);
  const header = headerOf(line);
  const known = header && kindOfType(header.type);
  const headers = change.messages.flatMap((message) => headerOf(firstLine(message)) ?? []);
  const breakingNotes = change.messages.flatMap((message) => breakingNoteOf(message) ?? []);
  const kind =
    known ?? kindOfTitle(line) ?? kindOfLabels(change.labels) ?? mostTelling(headers.map(({ type }) => type));
  const breaking =
    kind === 'breaking' ||
    header?.breaking === true ||
    kindOfLabels(change.labels) === 'breaking' ||
    headers.some((one) => one.breaking) ||
    breakingNotes.length > 0;
  const text = withoutOwnNumber(known && header ? header.subject : line, change.number);
  const said = partsOf(text, repository);
  const own = new Set([...said.map((part) => part.text), `#${change.number}`, `!${change.number}`]);
  return {
    kind: kind ?? 'other',
    breaking,
    scope: known && header ? header.scope : null,
    parts: said,
    number: change.number,
    commit: change.commit,
    url: change.url,
    author: change.author,
    references: referencesIn(change.messages.flatMap(footersOf), repository).filter((part) => !own.has(part.text)),
    breakingNotes: [...new Set(breakingNotes)],
  };
}

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? '').trim();

/** As git and the servers title a revert. */
const kindOfTitle = (line: string): NoteKind | undefined => (/^Revert "/.test(line) ? 'revert' : undefined);

function mostTelling(types: readonly string[]): NoteKind | undefined {
  const kinds = types.flatMap((type) => kindOfType(type) ?? []);
  return noteKinds.find(({ kind }) => kinds.includes(kind))?.kind;
}

/** A squashed change is titled `Add cart (#912)`; its number stands beside it anyway. */
function withoutOwnNumber(line: string, number: number | null): string {
  const own = number === null ? null : ` (#${number})`;
  const rest = own !== null && line.endsWith(own) ? line.slice(0, -own.length).trim() : line;
  return rest === '' ? line : rest;
}
