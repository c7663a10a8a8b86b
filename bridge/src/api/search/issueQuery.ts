import { IssueStatus, Level } from '@summit/contracts';
import { badRequest } from '../errors';

/** A parsed issue search: alternatives within a list, all lists together must hold. */
export interface IssueQuery {
  words: string[];
  status: IssueStatus[];
  level: Level[];
  release: string[];
  environment: string[];
  project: string[];
  platform: string[];
  /** Tags that an event of the issue must have had. */
  tags: { key: string; value: string }[];
}

const token = /([a-z][\w.-]*):(?:"([^"]*)"|([^\s"]+))|"([^"]+)"|(\S+)/gi;

/**
 * Reads the search syntax of issue lists: `is:unresolved level:error,fatal release:shop@1.2 environment:production project:shop
 * platform:node browser:"Chrome 141" some words "exact words"`. A key it does not know is a tag. Throws a 400 naming each wrong part.
 */
export function parseIssueQuery(text: string): IssueQuery {
  const query: IssueQuery = {
    words: [],
    status: [],
    level: [],
    release: [],
    environment: [],
    project: [],
    platform: [],
    tags: [],
  };
  const wrong: string[] = [];
  for (const [whole, key, quoted, plain, phrase, word] of text.matchAll(token)) {
    const value = quoted ?? plain;
    if (key === undefined || value === undefined || !isFilter(key, value)) {
      query.words.push((phrase ?? word ?? whole).toLowerCase());
      continue;
    }
    const problem = add(query, key, quoted === undefined ? value.split(',').filter((one) => one !== '') : [value]);
    if (problem) wrong.push(problem);
  }
  if (wrong.length > 0) throw badRequest('A parameter is wrong.', wrong);
  return { ...query, words: query.words.filter((word) => word !== '"').slice(0, 8) };
}

/** `https://…` and `TypeError:x` are words: keys are lower case and an address is no value. */
const isFilter = (key: string, value: string): boolean =>
  key === key.toLowerCase() && !value.startsWith('//') && value !== '';

function add(query: IssueQuery, key: string, values: readonly string[]): string | null {
  switch (key) {
    case 'is':
      return addKnown(query.status, IssueStatus.options, key, values);
    case 'level':
      return addKnown(query.level, Level.options, key, values);
    case 'release':
    case 'environment':
    case 'project':
    case 'platform':
      query[key].push(...values);
      return null;
    default:
      if (query.tags.length >= 8) return 'q: more than eight tags';
      query.tags.push({ key, value: values.join(',') });
      return null;
  }
}

function addKnown<T extends string>(
  into: T[],
  options: readonly T[],
  key: string,
  values: readonly string[],
): string | null {
  for (const value of values) {
    const known = options.find((option) => option === value);
    if (known === undefined) return `q: ${key}:${value} is none of ${options.join(', ')}`;
    into.push(known);
  }
  return null;
}
