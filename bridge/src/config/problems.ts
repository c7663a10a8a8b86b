const longest = 80;

export interface Problem {
  name: string;
  given: string;
  secret: boolean;
  /** The words behind "it must be". */
  wanted: string;
}

/** One line for the person who set it: the variable, what it holds (of a secret only how long it is) and what it must be. */
export function describeProblem({ name, given, secret, wanted }: Problem): string {
  return `${name} is ${secret ? `a secret of ${given.length} characters` : shown(given)}; it must be ${wanted}`;
}

/** A value in quotes, without control characters, without what stands before the @ of a URL, and not longer than a line. */
function shown(given: string): string {
  const open = given.replace(/(:\/\/)[^/@\s]*@/g, '$1…@');
  return JSON.stringify(open.length > longest ? `${open.slice(0, longest)}…` : open);
}
