import { SaxesParser } from 'saxes';
import { malformed } from './error';
import { MAX_DETAILS, MAX_XML_DEPTH } from './limits';
import { withoutColours } from './words';

export interface XmlTag {
  /** Without a prefix. */
  name: string;
  attributes: Readonly<Record<string, string | undefined>>;
  /** The name of the element around it; '' for the root. */
  parent: string;
}

/** What a format does with the elements as they come. */
export interface XmlReader<Result> {
  /** `true` keeps the text directly in this element for `close`. */
  open(tag: XmlTag): boolean;
  /** `text` is '' where it was not kept. */
  close(name: string, text: string, parent: string): void;
  end(): Result;
}

interface Open {
  name: string;
  text: string | undefined;
}

/** A text is cut later, and visibly: it has to be longer then. */
const KEPT_TEXT = MAX_DETAILS * 2;

/** Tools write these, and what they mean is plain. */
const PARDONED = ['malformed character entity.', 'the string "]]>" is disallowed in char data.'];

/** Each is an error made and thrown away: millions of them would be a way to keep the bridge busy. */
const MAX_PARDONED = 100_000;

/** What XML 1.0 has no place for, colours of a terminal above all. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const xmlText = (text: string): string => withoutColours(text).replace(NOT_XML, '').toWellFormed();

/**
 * Reads a document as a stream; `readerFor` chooses the reader by the root element. Entities beyond XML's own five are refused and nothing that
 * a document type names is ever loaded, so a document costs what its length says.
 *
 * @throws {ReportError}
 */
export function readXml<Result>(text: string, readerFor: (root: XmlTag) => XmlReader<Result>): Result {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  const path: Open[] = [];
  let reader: XmlReader<Result> | undefined;
  let pardoned = 0;

  parser.on('error', (error) => {
    pardoned += 1;
    if (pardoned > MAX_PARDONED || !PARDONED.some((words) => error.message.endsWith(words))) {
      throw malformed(wordsOf(error.message));
    }
  });
  parser.on('opentag', ({ name: qualified, attributes }) => {
    if (path.length >= MAX_XML_DEPTH) throw malformed(`The XML has more than ${MAX_XML_DEPTH} levels.`);
    const name = localName(qualified);
    const tag: XmlTag = { name, attributes, parent: path.at(-1)?.name ?? '' };
    reader ??= readerFor(tag);
    path.push({ name, text: reader.open(tag) ? '' : undefined });
  });
  const keep = (piece: string): void => {
    const open = path.at(-1);
    if (open?.text !== undefined && open.text.length < KEPT_TEXT) open.text += piece.slice(0, KEPT_TEXT);
  };
  parser.on('text', keep);
  parser.on('cdata', keep);
  parser.on('closetag', () => {
    const closed = path.pop();
    if (closed) reader?.close(closed.name, closed.text ?? '', path.at(-1)?.name ?? '');
  });

  parser.write(xmlText(text)).close();
  if (reader === undefined) throw malformed('The XML has no elements.');
  return reader.end();
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const POSITION = /^(\d+):(\d+): /;
const MAX_WORDS = 200;

function wordsOf(message: string): string {
  const [found = '', line, column] = POSITION.exec(message) ?? [];
  const what = message.slice(found.length, found.length + MAX_WORDS).replace(/\.$/, '');
  const where = line === undefined ? '' : ` at line ${line}, column ${column}`;
  return `The XML is malformed${where}: ${what}.`;
}
