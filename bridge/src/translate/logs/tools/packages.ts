import { clear, type Found, type Notes, type Tool } from './model';

const NPM = /^npm (?:error|ERR!)(?: (.*))?$/;
const NPM_CODE = /^code (E\w+)$/;
const PEER = /^(?:peer|peerOptional|dev|optional)\b.* from /;
const PNPM = /^\s?(ERR_PNPM_\w+)\s+(\S.*)$/;
const YARN = /^(?:➤ )?(YN\d{4}): (?:│ )?(?:Error: )?(\S.*)$/;

/** npm tells an error in many lines; its code and what could not be resolved make one of them. */
export const npm: Tool = {
  name: 'npm',
  read(text, notes, { line }) {
    const said = NPM.exec(text);
    if (said) return inNpm((said[1] ?? '').trim(), notes, line);
    if (notes['code'] !== undefined) return flushed(notes);
    const pnpm = PNPM.exec(text);
    if (pnpm) return { level: 'error', tool: 'pnpm', code: pnpm[1], message: pnpm[2] ?? '' };
    const yarn = /\b(?:Error|can't|couldn't|failed|conflict)\b/i.test(text) ? YARN.exec(text) : null;
    return yarn ? { level: 'error', tool: 'yarn', code: yarn[1], message: yarn[2] ?? '' } : null;
  },
};

function inNpm(text: string, notes: Notes, line: number): Found | null {
  const code = NPM_CODE.exec(text)?.[1];
  if (code !== undefined) {
    const found = flushed(notes);
    Object.assign(notes, { code, line: String(line) });
    return found;
  }
  const known = notes['code'];
  if (known === undefined) return null;
  if (notes['message'] === undefined) {
    if (text !== '') notes['message'] = text.replace(new RegExp(`^${known} `), '');
    return known === 'ERESOLVE' || text === '' ? null : flushed(notes);
  }
  if (!PEER.test(text)) return null;
  notes['message'] += `: ${text}`;
  return flushed(notes);
}

function flushed(notes: Notes): Found | null {
  const { code, message, line } = notes;
  clear(notes);
  if (code === undefined) return null;
  return { level: 'error', tool: 'npm', code, message: message ?? code, line: Number(line) };
}

const PIP =
  /^ERROR: (Cannot install .+ because .+|Could not find a version that satisfies .+|.+ depends on .+|Package .+ requires a different Python.+|Could not (?:install|build) .+|Failed (?:building|to build) .+)$/;
const SOLVER = /^(?:So, )?because (.+?),? version solving failed\.?$/i;

export const pip: Tool = {
  name: 'pip',
  read(text) {
    const pipped = PIP.exec(text)?.[1];
    // All versions that there are say nothing about the one that is not.
    if (pipped !== undefined)
      return { level: 'error', tool: 'pip', message: pipped.replace(/ \(from versions: .*\)$/, '') };
    const solver = SOLVER.exec(text)?.[1];
    return solver === undefined ? null : { level: 'error', tool: 'poetry', message: solver };
  },
};
