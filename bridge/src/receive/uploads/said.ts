import { Refusal } from '../http/refusal';

/** As wherever a run is asked for; escaped, each character may be nine. */
const MAX_RUN = 300;
const MAX_TEXT = 300;

/** The id of the run that an address ends in with `end`, still escaped, with or without a slash behind it; null for any other address. */
export const escapedRun = (
  path: string,
  end: 'reports' | 'artifacts' | 'commands' | 'logs' | 'graph',
): string | null => {
  const [, run, what] = /^\/api\/v1\/runs\/([^/]{1,3000})\/(\w+)\/?$/.exec(path) ?? [];
  return run !== undefined && what === end ? run : null;
};

/** The id of the run. Throws Refusal. */
export function runOf(escaped: string): string {
  const run = decoded(escaped);
  if (run !== null && run.length <= MAX_RUN && isPlain(run)) return run;
  throw new Refusal(400, 'The run in the address is not the id of a run.', [
    `At most ${MAX_RUN} characters, such as github-4182-1: <system>-<the system's own id>-<attempt>.`,
  ]);
}

function decoded(escaped: string): string | null {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}

/** What a parameter says, '' where it is missing. Throws Refusal. */
export function textOf(query: URLSearchParams, name: string): string {
  const text = query.get(name) ?? '';
  if (text.length <= MAX_TEXT && (text === '' || isPlain(text))) return text;
  throw wrongParameter([`${name}: at most ${MAX_TEXT} characters, none of them for control`]);
}

/** Text that can be kept and shown: no control characters, no halves of characters. */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string): boolean => !/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u.test(text);

/** Why the names of parameters are not those that a call takes, each once. */
export const wrongNames = (query: URLSearchParams, names: readonly string[]): string[] => [
  ...[...query.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => `${name.slice(0, 40)}: not a parameter of this call`),
  ...names.filter((name) => query.getAll(name).length > 1).map((name) => `${name}: given more than once`),
];

export const wrongParameter = (causes: readonly string[]): Refusal => new Refusal(400, 'A parameter is wrong.', causes);

interface Issue {
  path: readonly PropertyKey[];
  message: string;
}

/** What is wrong with a body, by its fields; the first of many. */
export const causesOf = (issues: readonly Issue[], most: number): string[] =>
  issues.slice(0, most).map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`.slice(0, 300));
