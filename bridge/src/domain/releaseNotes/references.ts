import type { NotePart } from '@summit/contracts';

/** Where the code lives: the page of its repository, and which kind of server it is on. */
export interface NotesRepository {
  /** `https://host/owner/name`; '' where unknown. */
  url: string;
  /** `github`, `gitlab`, … or the server's name. */
  provider: string;
}

/**
 * `owner/name#12`, `#12`, `!12`, `SHOP-7`. What stands before must not be part of a word or an address. Each repetition is bounded, and begins
 * where the one before it cannot go on, so that no text takes long.
 */
const REFERENCE =
  /(?<![\w/#!&-])(?:([\w.-]{1,100}(?:\/[\w.-]{1,100}){1,5})?([#!])(\d{1,9})|([A-Z][A-Z0-9]{1,9}-\d{1,7}))(?![\w-])/g;

/** Look like keys of a tracker, and are names of standards and the like. */
const NO_TRACKERS: ReadonlySet<string> = new Set([
  ...[
    'AES',
    'AMD',
    'API',
    'ARM',
    'BASE',
    'CVE',
    'CWE',
    'ECMA',
    'ES',
    'FIPS',
    'GHSA',
    'GPT',
    'HTTP',
    'IEC',
    'IEEE',
    'IPV',
  ],
  ...['ISO', 'MD', 'PEP', 'RFC', 'RSA', 'SHA', 'TLS', 'UTC', 'GMT', 'UTF', 'UUID', 'WCAG', 'X', 'XML'],
]);

/** The text in its order, cut where it refers to something; a reference has an address where the repository tells one. */
export function partsOf(text: string, repository: NotesRepository): NotePart[] {
  const parts: NotePart[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [found, owner, sign, number, key] = match;
    if (key !== undefined && NO_TRACKERS.has(key.replace(/-\d+$/, ''))) continue;
    // Only GitLab writes merge requests so; elsewhere an exclamation mark is one.
    if (sign === '!' && !isGitLab(repository)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), url: null, reference: false });
    const url = number === undefined ? null : pageOf(repository, owner, sign ?? '#', number);
    parts.push({ text: found, url, reference: true });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), url: null, reference: false });
  return parts;
}

/** What a text refers to, once each, without what stands between. */
export function referencesIn(texts: readonly string[], repository: NotesRepository): NotePart[] {
  const found = texts.flatMap((text) => partsOf(text, repository)).filter((part) => part.reference);
  return [...new Map(found.map((part) => [part.text, part])).values()];
}

const isGitLab = ({ provider, url }: NotesRepository): boolean =>
  provider === 'gitlab' || /^https?:\/\/gitlab\./i.test(url);

function pageOf(repository: NotesRepository, owner: string | undefined, sign: string, number: string): string | null {
  if (!URL.canParse(repository.url)) return null;
  const here = new URL(repository.url);
  if (here.protocol !== 'https:' && here.protocol !== 'http:') return null;
  const name = owner === undefined ? here.pathname.replace(/^\/+|\/+$/g, '') : owner;
  const base = `${here.origin}/${name}`;
  if (isGitLab(repository)) return `${base}/-/${sign === '!' ? 'merge_requests' : 'issues'}/${number}`;
  // Azure's work items are the project's, not the repository's.
  if (repository.provider === 'azure') return null;
  // GitHub, Gitea and Forgejo lead from the number of an issue to a pull request of that number.
  return `${base}/issues/${number}`;
}

/** The page that shows all that lies between two commits; null where the kind of server is not known. */
export function comparison(repository: NotesRepository, from: string, to: string): string | null {
  if (!URL.canParse(repository.url)) return null;
  const base = repository.url.replace(/\/+$/, '');
  if (isGitLab(repository)) return `${base}/-/compare/${from}...${to}`;
  if (repository.provider === 'github') return `${base}/compare/${from}...${to}`;
  return null;
}
