export interface CasePlan {
  suite?: string;
  name: string;
  seconds?: number;
  /** What it said when it failed; nothing for one that passed. */
  failure?: string;
  /** It failed so at its first try, and passed at its second. */
  flake?: string;
  skipped?: boolean;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const inner = ({ failure, flake, skipped }: CasePlan): string => {
  const message = escaped((failure ?? flake ?? '').split('\n')[0] ?? '');
  if (skipped) return '<skipped/>';
  if (failure !== undefined) return `<failure message="${message}">${escaped(failure)}</failure>`;
  return flake === undefined ? '' : `<flakyFailure message="${message}">${escaped(flake)}</flakyFailure>`;
};

/** A report as test runners write it for JUnit, with the element that Surefire has for a test that passed late. */
export const junit = (cases: readonly CasePlan[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="shop" tests="${cases.length}">${cases
    .map(
      (one) =>
        `<testcase classname="${escaped(one.suite ?? 'cart')}" name="${escaped(one.name)}" time="${one.seconds ?? 0.1}">${inner(one)}</testcase>`,
    )
    .join('\n')}</testsuite></testsuites>`;

/** Coverage of one file as lcov writes it. */
export const lcov = (path: string, covered: number, lines: number): string =>
  [
    `SF:${path}`,
    ...Array.from({ length: lines }, (_, line) => `DA:${line + 1},${line < covered ? 1 : 0}`),
    'end_of_record',
    '',
  ].join('\n');
