import type { DeclaredJob, NamePart } from '@summit/contracts';

const BETWEEN = ' / ';

/** A name as a run writes it, in its segments: `deploy / smoke` are two. */
export const segmentsOf = (name: string): string[] => name.split(BETWEEN);

/** Whether a job of this name is one of the declared. */
export const isNamed = ({ name, opaque }: DeclaredJob, segments: readonly string[]): boolean =>
  (opaque === true ? segments.length > name.length : segments.length === name.length) &&
  name.every((part, n) => isPart(part, segments[n] ?? ''));

/** The name, where nothing of it is known to the run alone. */
export const plainName = ({ name, opaque }: DeclaredJob): string | undefined =>
  opaque !== true && name.every(({ texts }) => texts.length === 1)
    ? name.map(({ texts }) => texts[0] ?? '').join(BETWEEN)
    : undefined;

const isPart = ({ texts, legs }: NamePart, segment: string): boolean =>
  fits(texts, segment) || (legs && fits(withLegs(texts), segment));

/** `build` is also `build (18, ubuntu)`. Long names of legs are cut, so the end is not looked at. */
const withLegs = (texts: readonly string[]): string[] => [...texts.slice(0, -1), `${texts.at(-1) ?? ''} (`, ''];

/** Whether the text is these texts in their order with anything between them: in time that grows with its length alone. */
function fits(texts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = texts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
