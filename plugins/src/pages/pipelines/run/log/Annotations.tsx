import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { LogAnnotation, LogAnnotations } from '@summit/contracts';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { count } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';

interface Props {
  annotations: LogAnnotations;
  cursor: number | undefined;
  onLine: (line: number) => void;
}

const atOnce = 100;

const looks = {
  error: { icon: 'times-circle', word: 'Error' },
  warning: { icon: 'exclamation-triangle', word: 'Warning' },
} as const;

const placeOf = ({ file, row, column }: LogAnnotation): string =>
  file === null
    ? ''
    : [file, ...(row === null ? [] : [row]), ...(row === null || column === null ? [] : [column])].join(':');

/** What tools complained of, each a way to its line. */
export const Annotations = ({ annotations: { items, total }, cursor, onLine }: Props) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const [shown, setShown] = useState(atOnce);
  return (
    <section aria-label="Errors and warnings" className={own.list}>
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Errors and warnings">
          <thead>
            <tr>
              <th>Line</th>
              <th>Message</th>
              <th className={styles.wide}>Tool</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, shown).map((item, index) => (
              <tr
                key={index}
                className={cursor === item.line ? styles.current : undefined}
                data-testid="annotation"
                data-level={item.level}
              >
                <td className={styles.whole}>
                  <span className={own[item.level]} title={looks[item.level].word}>
                    <Icon name={looks[item.level].icon} size="sm" aria-label={looks[item.level].word} />
                  </span>{' '}
                  <button type="button" className={own.jump} onClick={() => onLine(item.line)}>
                    {item.line}
                  </button>
                </td>
                <td className={own.message}>
                  {placeOf(item) !== '' && <span className={styles.mono}>{placeOf(item)} </span>}
                  {item.code !== null && <span className={styles.weak}>{item.code} </span>}
                  {item.message}
                  {item.issueId !== null && (
                    <>
                      {' '}
                      <Link to={appRoutes.issue(item.issueId)} className={own.issue}>
                        Issue
                      </Link>
                    </>
                  )}
                </td>
                <td className={styles.wide}>{item.tool}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {items.length > shown && (
        <Button variant="secondary" size="sm" onClick={() => setShown(shown + atOnce)}>
          {count(items.length - shown)} more
        </Button>
      )}
      {total > items.length && (
        <p className={styles.weak}>
          The first {count(items.length)} of {count(total)} are kept.
        </p>
      )}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    maxHeight: '30vh',
    overflow: 'auto',
    flexShrink: 0,
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
  }),
  error: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
  message: css({ width: '90%', overflowWrap: 'anywhere' }),
  issue: css({ color: theme.colors.text.link, textDecoration: 'underline' }),
  jump: css({
    border: 0,
    padding: 0,
    background: 'none',
    color: theme.colors.text.link,
    fontVariantNumeric: 'tabular-nums',
    textDecoration: 'underline',
  }),
});
