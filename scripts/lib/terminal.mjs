/** What the scripts say to a person: one line a fact, the time a step took, and one clear line when something is missing. */

export const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

export const say = (line) => process.stdout.write(`${line}\n`);

/** Ends the process with one line on stderr that says what is wrong and what to do. */
export function fail(line) {
  process.stderr.write(`summit: ${line}\n`);
  process.exit(1);
}

/** Parses `--flag` and `--name value` words against what is known; anything else ends with one line. */
export function options(argv, known) {
  const found = {};
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    const kind = word.startsWith('--') ? known[word.slice(2)] : undefined;
    if (kind === undefined) {
      fail(
        `unknown option ${JSON.stringify(word)}; known: ${Object.keys(known)
          .map((name) => `--${name}`)
          .join(', ')}`,
      );
    }
    if (kind === 'flag') {
      found[word.slice(2)] = true;
      continue;
    }
    const value = argv[++i];
    if (value === undefined || value.startsWith('--')) fail(`option ${word} needs a value`);
    found[word.slice(2)] = value;
  }
  return found;
}
