import type { FailureCause, FailureRule, FailureVerdict } from '@summit/contracts';
import type { GrafanaTheme2 } from '@grafana/data';
import { LookMark } from '../../../shared/status/Status';
import type { StatusLook } from '../../../shared/status/status';

interface CauseLook extends StatusLook {
  /** Which failures are counted so. */
  says: string;
  /** Of its share of a bar. */
  fill: (theme: GrafanaTheme2) => string;
}

export const causeLooks: Readonly<Record<FailureCause, CauseLook>> = {
  infrastructure: {
    word: 'Infrastructure',
    says: 'the machine, the network or the CI system failed, not what was built',
    icon: 'cloud',
    colour: (theme) => theme.colors.info.text,
    fill: (theme) => theme.visualization.getColorByName('semi-dark-blue'),
  },
  flaky: {
    word: 'Flaky',
    says: 'passed at the same commit later, or only flaky tests failed',
    icon: 'exclamation-triangle',
    colour: (theme) => theme.colors.warning.text,
    fill: (theme) => theme.visualization.getColorByName('orange'),
  },
  code: {
    word: 'Code',
    says: 'does not compile, fails its tests or a linter, or its dependencies do not resolve',
    icon: 'brackets-curly',
    colour: (theme) => theme.colors.error.text,
    fill: (theme) => theme.visualization.getColorByName('red'),
  },
  unknown: {
    word: 'Unknown',
    says: 'nothing that is stored says why',
    icon: 'question-circle',
    colour: (theme) => theme.colors.text.secondary,
    fill: (theme) => theme.colors.text.disabled,
  },
};

/** In the order in which they are drawn. */
export const causes: readonly FailureCause[] = ['infrastructure', 'flaky', 'code', 'unknown'];
export const isCause = (word: string): word is FailureCause => Object.hasOwn(causeLooks, word);

const sentences: Readonly<Record<FailureRule, string>> = {
  'ci-system': 'the CI system says so',
  'runner-lost': 'the runner was lost',
  'disk-full': 'the disk was full',
  'out-of-memory': 'memory ran out',
  killed: 'the job was killed',
  registry: 'a registry or server did not deliver',
  network: 'the network failed',
  'most-tests-failed': 'nearly all tests failed at once',
  'passed-later': 'it passed at the same commit later',
  'flaky-tests': 'all tests that failed are flaky',
  'failed-tests': 'tests failed that are not flaky',
  compiler: 'it does not compile',
  dependencies: 'dependencies do not resolve',
  linter: 'a linter complains',
  'test-run': 'tests failed',
  exception: 'a program ended with an exception',
  'named-file': 'a script complains of a file',
  'time-limit': 'it ran out of time',
  none: 'nothing that is stored says why',
};

/** What it was told by: `the runner was lost`. */
export const becauseOf = ({ rule, evidence }: FailureVerdict): string => {
  const word = evidence.find((one) => one.kind === 'word');
  return rule === 'ci-system' && word ? `the CI system says ${word.word}` : sentences[rule];
};

export const CauseMark = ({ cause }: { cause: FailureCause }) => <LookMark look={causeLooks[cause]} state={cause} />;
