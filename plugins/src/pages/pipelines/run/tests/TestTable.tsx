import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { RunTest } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { Ago } from '../../../../shared/time/Ago';
import { count, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { EndingMark, endingOf, FlakyBadge } from '../../tests/looks';
import { QuarantineBadge } from '../../tests/quarantine/QuarantineBadge';

interface Props {
  tests: readonly RunTest[];
  /** The one the keys are on. */
  row: number;
  /** Ids of those whose details are unfolded. */
  open: readonly string[];
  toggle: (id: string) => void;
}

/** Whether there is more to say of a test than its line does. */
export const hasDetails = (test: RunTest): boolean => test.message !== null || test.details !== null;

/** Message and details; most tools begin the details with the message. */
const said = ({ message, details }: RunTest): string => {
  if (message === null || details === null) return message ?? details ?? '';
  return details.startsWith(message) ? details : `${message}\n\n${details}`;
};

/** Tests of a run, what did not pass first, its message and stack folded. */
export const TestTable = ({ tests, row, open, toggle }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Tests">
        <thead>
          <tr>
            <th>Result</th>
            <th>Test</th>
            <th className={styles.wide}>Job</th>
            <th className={styles.number}>Duration</th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test, index) => (
            <Row
              key={test.id}
              test={test}
              current={index === row}
              open={open.includes(test.id)}
              toggle={() => toggle(test.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** What it is called, and what is known of it. */
const Named = ({ test }: { test: RunTest }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  return (
    <>
      {test.suite !== '' && <div className={cx(styles.weak, own.words)}>{test.suite}</div>}
      <div className={own.line}>
        <Link to={appRoutes.test(test.testId)} className={cx(styles.strong, own.words)}>
          {test.name}
        </Link>
        <FlakyBadge flaky={test.flaky} />
        <QuarantineBadge quarantine={test.quarantine} />
        {test.owners.length > 0 && <span className={styles.weak}>{test.owners.join(', ')}</span>}
      </div>
      {test.quarantine && (
        <div className={cx(styles.weak, own.words)}>
          Put up with by {test.quarantine.by}, ends <Ago time={test.quarantine.until} />: {test.quarantine.reason}
        </div>
      )}
    </>
  );
};

const Row = ({
  test,
  current,
  open,
  toggle,
}: {
  test: RunTest;
  current: boolean;
  open: boolean;
  toggle: () => void;
}) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const ref = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const ending = endingOf(test.outcome, test.earlierTries);
  const details = `test-details-${test.id}`;
  return (
    <>
      <tr
        ref={ref}
        className={cx(current && styles.current, open && own.open)}
        aria-current={current || undefined}
        data-testid="test-row"
        data-test={test.name}
      >
        <td className={styles.whole}>
          <EndingMark ending={ending} />
          {test.earlierTries.length > 0 && <div className={styles.weak}>try {count(test.earlierTries.length + 1)}</div>}
        </td>
        <td className={own.test}>
          <Named test={test} />
          {hasDetails(test) && (
            <Button
              variant="secondary"
              fill="text"
              size="sm"
              className={own.message}
              onClick={toggle}
              aria-expanded={open}
              aria-controls={open ? details : undefined}
            >
              <span className={own.said}>
                <Icon name={open ? 'angle-down' : 'angle-right'} aria-hidden /> {test.message ?? 'What the tool said'}
              </span>
            </Button>
          )}
          {test.job !== '' && <div className={cx(styles.weak, styles.narrow, own.words)}>{test.job}</div>}
        </td>
        <td className={cx(styles.wide, own.words)}>{test.job === '' ? '–' : test.job}</td>
        <td className={styles.number}>{duration(test.durationMs)}</td>
      </tr>
      {open && hasDetails(test) && <Details id={details} test={test} />}
    </>
  );
};

const Details = ({ id, test }: { id: string; test: RunTest }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  return (
    <tr id={id}>
      <td colSpan={4} className={own.cell}>
        {test.file !== null && (
          <div className={cx(styles.mono, own.words)}>
            {test.file}
            {test.line !== null && `:${test.line}`}
          </div>
        )}
        <pre className={own.details} tabIndex={0} aria-label={`What ${test.name} said`}>
          {said(test)}
        </pre>
      </td>
    </tr>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  test: css({ width: '70%', maxWidth: 0 }),
  words: css({ overflowWrap: 'anywhere' }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  message: css({ maxWidth: '100%', paddingLeft: 0, textAlign: 'left', color: theme.colors.text.secondary }),
  said: css({ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  open: css({ '&& td': { borderBottom: 'none' } }),
  cell: css({ maxWidth: 0 }),
  details: css({
    margin: theme.spacing(0.5, 0, 1),
    maxHeight: '50vh',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
