import type { Client } from './measure';

export interface Case {
  name: string;
  /** Asked in turn, so that one answer in a cache does not stand for all. */
  paths: string[];
}

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const issues = (query: (n: number) => string): string[] => range(40).map((n) => `/api/v1/issues?${query(n)}`);
const runs = (query: (n: number) => string): string[] => range(40).map((n) => `/api/v1/runs?${query(n)}`);
const word = (n: number): string => ['cart', 'order', 'session', 'invoice'][n % 4] ?? 'cart';
/** Six hex digits: with 100,000 titles most of these occur in none or one. */
const rare = (n: number): string => (n * 2_654_435).toString(16).padStart(6, '0').slice(0, 6);

/** What people do with the lists: open, filter, search, sort, and go deep. */
export const shallowCases = (): Case[] => [
  { name: 'runs: first page', paths: runs(() => '') },
  { name: 'runs: of a repository', paths: runs((n) => `repository=demo/repository-${n % 25}`) },
  { name: 'runs: of a branch', paths: runs((n) => `branch=feature/${n * 7}`) },
  { name: 'runs: failed', paths: runs(() => 'status=failed') },
  { name: 'runs: running or queued', paths: runs(() => 'status=running,queued') },
  { name: 'runs: timed out (none)', paths: runs(() => 'status=timed_out') },
  { name: 'runs: of a person', paths: runs((n) => `actor=person-${n}`) },
  { name: 'runs: of a change', paths: runs((n) => `repository=demo/repository-${n % 25}&change=${n + 1}`) },
  { name: 'runs: of a commit', paths: runs((n) => `commit=${rare(n)}`) },
  { name: 'runs: search a frequent word', paths: runs((n) => `q=${word(n)}`) },
  { name: 'runs: search a rare word', paths: runs((n) => `q=${rare(n)}`) },
  {
    name: 'runs: search two words in a repository',
    paths: runs((n) => `q=${word(n)}%20ci&repository=demo/repository-${n % 25}`),
  },
  { name: 'runs: an old week', paths: runs((n) => `from=${daysAgo(12 - (n % 3))}&to=${daysAgo(5)}`) },
  { name: 'issues: first page', paths: issues(() => '') },
  { name: 'issues: unresolved', paths: issues(() => 'q=is:unresolved') },
  { name: 'issues: archived', paths: issues(() => 'status=archived') },
  { name: 'issues: fatal', paths: issues(() => 'level=fatal') },
  { name: 'issues: of a project', paths: issues((n) => `project=project-${1 + (n % 20)}`) },
  { name: 'issues: of a release', paths: issues((n) => `release=shop@4.${n * 9}`) },
  { name: 'issues: in production', paths: issues(() => 'environment=production') },
  { name: 'issues: of a browser', paths: issues((n) => `q=browser:%22Chrome%20${100 + n}%22`) },
  { name: 'issues: search a frequent word', paths: issues((n) => `q=${word(n)}`) },
  { name: 'issues: search a rare word', paths: issues((n) => `q=${rare(n)}`) },
  { name: 'issues: search a word of 1 in 500', paths: issues((n) => `q=compute${n * 12 + 1}`) },
  { name: 'issues: search two words', paths: issues((n) => `q=timeouterror%20${word(n)}`) },
  { name: 'issues: search two letters', paths: issues(() => 'q=ty') },
  { name: 'issues: by first seen', paths: issues(() => 'sort=firstSeen') },
  { name: 'issues: by count', paths: issues(() => 'sort=count') },
  { name: 'issues: by users', paths: issues(() => 'sort=users') },
  { name: 'issues: fatal by users', paths: issues(() => 'sort=users&level=fatal') },
  { name: 'issues: search a rare word by count', paths: issues((n) => `sort=count&q=${rare(n)}`) },
  { name: 'issues: search a frequent word by first seen', paths: issues((n) => `sort=firstSeen&q=${word(n)}`) },
  {
    name: 'issues: of a project, unresolved, by count',
    paths: issues((n) => `sort=count&q=is:unresolved%20project:project-${1 + (n % 20)}`),
  },
  {
    name: 'issues: of a release in production, fatal',
    paths: issues((n) => `q=environment:production%20level:fatal%20release:shop@4.${n * 9}`),
  },
  { name: 'issues: last hour', paths: issues(() => `from=${daysAgo(1 / 24)}`) },
  { name: 'issues: 200 a page', paths: issues(() => 'limit=200') },
];

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** The cursor of the next page, which is the last thing in the answer. */
const nextOf = (body: string): string | null => /"next":"([\w-]+)"}$/.exec(body)?.[1] ?? null;

/** Pages far into the lists, reached by following `next` as a reader would. */
export async function deepCases(client: Client): Promise<Case[]> {
  const lists: [string, string, number][] = [
    ['runs: 15,000 rows deep', '/api/v1/runs?', 75],
    ['issues: 60,000 rows deep', '/api/v1/issues?', 300],
    ['issues: 60,000 rows deep by count', '/api/v1/issues?sort=count&', 300],
    ['issues: 30,000 rows deep in unresolved', '/api/v1/issues?q=is:unresolved&', 150],
    [`events of one issue: 15,000 rows deep`, `/api/v1/issues/1/events?`, 75],
  ];
  const cases: Case[] = [];
  for (const [name, list, pages] of lists) cases.push({ name, paths: await deepPaths(client, list, pages) });
  return cases;
}

async function deepPaths(client: Client, list: string, pages: number): Promise<string[]> {
  const paths: string[] = [];
  let cursor = '';
  for (let page = 0; page < pages; page++) {
    const next = nextOf(await client.get(`${list}limit=200${cursor}`));
    if (next === null) throw new Error(`${list} ends after ${page} pages`);
    cursor = `&cursor=${next}`;
    if (page >= pages - 20) paths.push(`${list}${cursor.slice(1)}`);
  }
  return paths;
}
