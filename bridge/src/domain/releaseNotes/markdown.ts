import type { NoteGroup, NotePart, ReleaseNote } from '@summit/contracts';

/** Release notes as Markdown: a heading a group, a line a note. What people wrote shows as they wrote it, whatever it means in Markdown. */
export function notesAsMarkdown(title: string, groups: readonly NoteGroup[], more: string | null): string {
  const parts = groups.map((group) => [`## ${group.title}`, '', ...group.notes.map(lineOf)].join('\n'));
  return `${[`# ${escaped(title)}`, ...parts, ...(more === null ? [] : [more])].join('\n\n')}\n`;
}

function lineOf(note: ReleaseNote): string {
  const what = note.number === null ? note.commit.slice(0, 7) : `#${note.number}`;
  const beside = [
    note.url === null ? what : `[${what}](${address(note.url)})`,
    ...(note.author === null ? [] : [`by ${escaped(note.author)}`]),
    ...note.references.map(linked),
  ];
  const scope = note.scope === null ? '' : `**${escaped(note.scope)}:** `;
  const text = note.parts.map(linked).join('');
  const line = `- ${scope === '' ? begins(text) : scope + text} (${beside.join(', ')})`;
  return [line, ...note.breakingNotes.map((said) => `  - ${begins(escaped(said))}`)].join('\n');
}

const linked = ({ text, url }: NotePart): string =>
  url === null ? escaped(text) : `[${escaped(text)}](${address(url)})`;

const escaped = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|~]/g, '\\$&');

/** What begins a line must not be a heading, a list or a rule there. */
const begins = (text: string): string => text.replace(/^(#|[-+](?= |--))/, '\\$1').replace(/^(\d+)(?=[.)] )/, '$1\\');

/** An address cannot end the link that it is in. */
const address = (url: string): string =>
  url.replace(/[()\s<>]/g, (found) => `%${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
