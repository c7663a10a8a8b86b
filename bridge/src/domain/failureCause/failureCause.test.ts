import fc from 'fast-check';
import type { FailureVerdict } from '@summit/contracts';
import { causeOf, causeOfRun, NEAR_END, type FailedTest, type FailedTry, type LogSign } from './causeOf';
import type { Complaint } from './complaint';
import { isFatal, type SignKind } from './signs';

const nothing: FailedTry = {
  result: 'failed',
  providerResult: 'failure',
  signs: [],
  complaints: [],
  tests: [],
  testsCut: false,
  passedLater: null,
};
const sign = (kind: SignKind, more: Partial<LogSign> = {}): LogSign => ({
  logId: '7',
  line: 90,
  fromEnd: 10,
  kind,
  text: `a line of ${kind}`,
  ...more,
});
const complaint = (tool: string, more: Partial<Complaint> = {}): Complaint => ({
  logId: '7',
  line: 40,
  tool,
  file: null,
  row: null,
  code: null,
  message: 'it is wrong',
  ...more,
});
const failed = (more: Partial<FailedTest> = {}): FailedTest => ({
  testId: '3',
  name: 'adds up',
  flaky: false,
  infrastructure: false,
  ...more,
});
const later = { runId: 'github-2-2', number: 2, attempt: 2 };

describe('why a job failed', () => {
  const cases: [string, Partial<FailedTry>, string][] = [
    ['GitLab lost its runner', { providerResult: 'runner_system_failure' }, 'infrastructure ci-system'],
    [
      'no runner took it',
      { providerResult: 'stuck_or_timeout_failure', result: 'timed_out' },
      'infrastructure ci-system',
    ],
    ['it never started', { providerResult: 'startup_failure' }, 'infrastructure ci-system'],
    ["GitLab's word for a script that failed", { providerResult: 'script_failure' }, 'unknown none'],
    ['the runner went', { signs: [sign('runner-lost')] }, 'infrastructure runner-lost'],
    [
      'the disk was full, after which a compiler failed',
      { signs: [sign('disk-full')], complaints: [complaint('gcc')] },
      'infrastructure disk-full',
    ],
    [
      'it was killed for its memory while tests failed',
      { signs: [sign('out-of-memory')], tests: [failed()] },
      'infrastructure out-of-memory',
    ],
    [
      'of two signs the first',
      { signs: [sign('out-of-memory', { line: 1 }), sign('killed', { line: 2 })] },
      'infrastructure out-of-memory',
    ],
    ['a sign far from the end', { signs: [sign('killed', { fromEnd: NEAR_END })] }, 'unknown none'],
    ['the registry did not answer', { signs: [sign('registry')] }, 'infrastructure registry'],
    [
      'so, and npm says it too',
      {
        signs: [sign('network')],
        complaints: [complaint('npm', { code: 'ECONNRESET', message: 'network read ECONNRESET' })],
      },
      'infrastructure network',
    ],
    ['a connection broke beside a failed test', { signs: [sign('network')], tests: [failed()] }, 'code failed-tests'],
    [
      "a connection broke beside a compiler's error",
      { signs: [sign('network')], complaints: [complaint('tsc')] },
      'code compiler',
    ],
    [
      'a connection broke, and it passed later',
      { signs: [sign('network')], passedLater: later },
      'infrastructure network',
    ],
    ['most tests failed', { tests: [failed({ infrastructure: true })] }, 'infrastructure most-tests-failed'],
    ['it passed at the same commit', { passedLater: later, tests: [failed()] }, 'flaky passed-later'],
    [
      'all that failed is flaky',
      { tests: [failed({ flaky: true }), failed({ flaky: true, testId: '4' })] },
      'flaky flaky-tests',
    ],
    ['more failed than were looked at', { tests: [failed({ flaky: true })], testsCut: true }, 'unknown none'],
    [
      'one that failed is not flaky',
      { tests: [failed({ flaky: true }), failed({ testId: '4' })] },
      'code failed-tests',
    ],
    ['a compiler', { complaints: [complaint('rustc')] }, 'code compiler'],
    ['a linter', { complaints: [complaint('eslint')] }, 'code linter'],
    ['a linter beside a compiler', { complaints: [complaint('eslint'), complaint('tsc')] }, 'code compiler'],
    ['go vet', { complaints: [complaint('go')] }, 'code compiler'],
    ['golangci-lint', { complaints: [complaint('go', { code: 'errcheck' })] }, 'code linter'],
    ['tests whose results nobody sent', { complaints: [complaint('pytest')] }, 'code test-run'],
    ['versions that do not fit', { complaints: [complaint('npm', { code: 'ERESOLVE' })] }, 'code dependencies'],
    ['a script of npm that failed', { complaints: [complaint('npm', { code: 'ELIFECYCLE' })] }, 'unknown none'],
    [
      'Maven could not compile',
      { complaints: [complaint('maven', { message: 'maven-compiler-plugin: Compilation failure' })] },
      'code compiler',
    ],
    [
      'Gradle failed in a test',
      { complaints: [complaint('gradle', { message: 'CartTest > adds() ' })] },
      'code test-run',
    ],
    [
      'Gradle failed in a task that says nothing',
      { complaints: [complaint('gradle', { code: ':publish' })] },
      'unknown none',
    ],
    [
      'an exception of Python',
      { complaints: [complaint('python', { message: "KeyError: 'total'" })] },
      'code exception',
    ],
    [
      'an exception about the network',
      { complaints: [complaint('python', { message: 'OSError: [Errno 101] Network is unreachable' })] },
      'unknown none',
    ],
    ['a script that names a file', { complaints: [complaint('github', { file: 'src/a.ts' })] }, 'code named-file'],
    [
      'a script that names none',
      { complaints: [complaint('github', { message: 'Process completed with exit code 1.' })] },
      'unknown none',
    ],
    ['it ran out of time', { result: 'timed_out', providerResult: 'job_execution_timeout' }, 'unknown time-limit'],
    ['it ran out of time in a test', { result: 'timed_out', tests: [failed()] }, 'code failed-tests'],
    ['nothing is known', {}, 'unknown none'],
  ];
  test.each(cases)('%s', (_what, given, said) => {
    const { cause, rule } = causeOf({ ...nothing, ...given });
    expect(`${cause} ${rule}`).toBe(said);
  });

  test('shows the lines, tests, words and runs that say so', () => {
    expect(
      causeOf({
        ...nothing,
        signs: [sign('network', { line: 3 }), sign('registry', { line: 4 }), sign('network', { line: 5 })],
      }),
    ).toMatchObject({
      evidence: [
        { kind: 'line', logId: '7', line: 3, text: 'a line of network' },
        { kind: 'line', logId: '7', line: 5 },
      ],
    });
    expect(
      causeOf({
        ...nothing,
        complaints: [complaint('tsc', { file: 'src/a.ts', row: 2, code: 'TS2322', message: 'no.' })],
      }).evidence,
    ).toEqual([{ kind: 'line', logId: '7', line: 40, text: 'src/a.ts:2 TS2322 no.' }]);
    expect(causeOf({ ...nothing, passedLater: later }).evidence).toEqual([{ kind: 'run', ...later }]);
    expect(causeOf({ ...nothing, tests: [failed({ flaky: true }), failed({ testId: '4' })] }).evidence).toEqual([
      { kind: 'test', testId: '4', name: 'adds up', flaky: false },
    ]);
    expect(causeOf({ ...nothing, providerResult: 'api_failure' }).evidence).toEqual([
      { kind: 'word', word: 'api_failure' },
    ]);
  });

  test('whatever is known, it is bounded, and never said without anything that shows it', () => {
    const kinds: SignKind[] = ['runner-lost', 'disk-full', 'out-of-memory', 'killed', 'registry', 'network'];
    const tries = fc.record({
      result: fc.constantFrom('failed' as const, 'timed_out' as const),
      providerResult: fc.constantFrom(null, 'failure', 'runner_system_failure'),
      signs: fc.array(
        fc.record({ kind: fc.constantFrom(...kinds), fromEnd: fc.nat(1_000) }).map((more) => sign(more.kind, more)),
        { maxLength: 20 },
      ),
      complaints: fc.array(
        fc.constantFrom('tsc', 'eslint', 'npm', 'github', 'gradle', 'new tool').map((tool) => complaint(tool)),
        { maxLength: 20 },
      ),
      tests: fc.array(fc.record({ flaky: fc.boolean(), infrastructure: fc.boolean() }).map(failed), { maxLength: 20 }),
      testsCut: fc.boolean(),
      passedLater: fc.constantFrom(null, later),
    });
    fc.assert(
      fc.property(tries, (given) => {
        const { cause, rule, evidence } = causeOf(given);
        expect(evidence.length).toBeLessThanOrEqual(5);
        if (cause !== 'unknown') expect(evidence.length).toBeGreaterThan(0);
        if (given.signs.some(({ kind, fromEnd }) => isFatal(kind) && fromEnd < NEAR_END))
          expect(cause).toBe('infrastructure');
        if (rule === 'flaky-tests') expect(given.tests.every(({ flaky }) => flaky)).toBe(true);
      }),
    );
  });
});

test('a run failed for what would be mended first', () => {
  const of = (cause: FailureVerdict['cause'], rule: FailureVerdict['rule']): FailureVerdict => ({
    cause,
    rule,
    evidence: [],
  });
  expect(causeOfRun([])).toBeNull();
  expect(causeOfRun([of('unknown', 'none'), of('flaky', 'passed-later')])?.rule).toBe('passed-later');
  expect(causeOfRun([of('infrastructure', 'killed'), of('code', 'linter'), of('code', 'compiler')])?.rule).toBe(
    'linter',
  );
});
