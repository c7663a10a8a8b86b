import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GoVersion {
  major: number;
  minor: number;
  patch: number;
}

/** Reads `go1.26.8` or the `1.26.5` of a go.mod's `go` line; undefined when it is neither. */
export function parseGoVersion(text: string): GoVersion | undefined {
  const match = /(?:go)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

export function requiredGoVersion(goMod: string): GoVersion {
  const line = /^go\s+(\S+)/m.exec(goMod)?.[1];
  const version = line === undefined ? undefined : parseGoVersion(line);
  if (!version) throw new Error('go.mod has no readable `go` line');
  return version;
}

export function isAtLeast(have: GoVersion, need: GoVersion): boolean {
  if (have.major !== need.major) return have.major > need.major;
  if (have.minor !== need.minor) return have.minor > need.minor;
  return have.patch >= need.patch;
}

export function showGoVersion(version: GoVersion): string {
  return `${version.major}.${version.minor}.${version.patch}`;
}

/** Undefined when Go is there and new enough (or can fetch a newer toolchain itself); else one line that says what to do. */
export function explainMissingGo(found: string | undefined, toolchain: string, need: GoVersion): string | undefined {
  const have = found === undefined ? undefined : parseGoVersion(found);
  if (!have)
    return `Go ${showGoVersion(need)} or newer is needed to build Loki, Mimir and the Collector: install it from https://go.dev/dl/`;
  if (isAtLeast(have, need)) return undefined;
  // From 1.21 on Go gets the toolchain a go.mod asks for, unless it is told not to.
  if (isAtLeast(have, { major: 1, minor: 21, patch: 0 }) && toolchain !== 'local') return undefined;
  return `Go ${showGoVersion(need)} or newer is needed, this is ${showGoVersion(have)}: install a newer one from https://go.dev/dl/`;
}

/** `go env GOVERSION` and GOTOOLCHAIN, undefined when there is no Go. */
export async function findGo(): Promise<{ version: string; toolchain: string } | undefined> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION', 'GOTOOLCHAIN'], { env: process.env });
    const [version = '', toolchain = ''] = stdout.split('\n');
    return { version, toolchain };
  } catch {
    return undefined;
  }
}
