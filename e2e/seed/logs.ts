import type { RunPlan } from './github';

export interface LinePlan {
  text: string;
  /** Seconds after the run was queued. */
  at: number;
}

/** A log as GitHub writes it: the time before each line, seven digits behind the second. */
export const githubLog = (run: Pick<RunPlan, 'queuedAt'>, lines: readonly LinePlan[]): string =>
  lines
    .map(({ text, at }) => {
      const time = new Date(run.queuedAt.getTime() + at * 1000).toISOString().replace('Z', '0000Z');
      return `${time} ${text}\n`;
    })
    .join('');

const esc = '\u001b[';

/** Lines of a group: its head, `count` plain ones, its end; spread over `seconds`. */
const group = (name: string, count: number, from: number, seconds: number): LinePlan[] => [
  { text: `##[group]${name}`, at: from },
  ...Array.from({ length: count }, (_, n) => ({
    text: `${name}: file ${n + 1}`,
    at: from + ((n + 1) * seconds) / (count + 2),
  })),
  { text: '##[endgroup]', at: from + seconds },
];

/** The log of a job that checks out, installs, and fails to compile: an error in the third group, a warning beside it. */
export const failingLog = (key: number): LinePlan[] => [
  ...group('Checkout', 30, 12, 3),
  ...group('Install', 60, 17, 38),
  { text: '##[group]Compile', at: 57 },
  ...Array.from({ length: 40 }, (_, n) => ({
    text: `${esc}32m✓${esc}0m compiled module ${n} of ${key}`,
    at: 58 + n * 0.5,
  })),
  {
    text: `src/cart/totals.ts(42,17): ${esc}31merror${esc}0m TS2322: Type 'string' is not assignable to type 'number${key}'.`,
    at: 80,
  },
  { text: `src/cart/tax.ts(7,3): error TS2304: Cannot find name 'rate${key}'.`, at: 81 },
  { text: 'src/cart/tax.ts: In function ‘tax’:', at: 82 },
  { text: "src/cart/tax.c:9:5: warning: unused variable 'x' [-Wunused-variable]", at: 83 },
  { text: '##[endgroup]', at: 84 },
  { text: `Done with ${key}, badly`, at: 85 },
];
