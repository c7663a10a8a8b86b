/** Longer than any address that leads anywhere. */
const MAX_URL = 2000;

/** The link as it may be shown and stored: http or https, and without a name and password, which are somebody's. Undefined for any other. */
export function safeLink(text: string): string | undefined {
  const url = text.length > MAX_URL ? undefined : httpUrl(text);
  if (url === undefined) return undefined;
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.toString();
}

/** Links from outside are shown as links, so only http and https count as one. */
export const isHttpUrl = (text: string): boolean => httpUrl(text) !== undefined;

function httpUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ['https:', 'http:'].includes(url.protocol) ? url : undefined;
}

/** Percent-encoded text as it was meant; as it is, where it is not well-formed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
