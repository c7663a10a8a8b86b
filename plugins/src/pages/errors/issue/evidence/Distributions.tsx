import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { IssueDetail } from '@summit/contracts';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { count } from '../../../../shared/time/format';
import { shortRelease } from '../../../../shared/ui/release';
import { searchUrl } from '../links';

type Distribution = IssueDetail['distributions'][number];

const shownFirst = 6;
const usual = [
  'release',
  'environment',
  'browser',
  'os',
  'device',
  'url',
  'transaction',
  'user',
  'runtime',
  'server_name',
];

/** The dimensions people ask about first, the rest by name. */
export function ordered(distributions: readonly Distribution[]): Distribution[] {
  const rank = ({ key }: Distribution) => (usual.includes(key) ? usual.indexOf(key) : usual.length);
  return [...distributions].sort((a, b) => rank(a) - rank(b) || a.key.localeCompare(b.key));
}

const percent = (part: number, whole: number): string => {
  const share = (part / Math.max(1, whole)) * 100;
  return share > 0 && share < 1 ? '<1%' : `${Math.round(share)}%`;
};

const Dimension = ({ distribution: { key, total, values } }: { distribution: Distribution }) => {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  return (
    <section aria-label={key} className={styles.part} data-testid="distribution">
      <h4 className={styles.title}>{key}</h4>
      {(all ? values : values.slice(0, 3)).map(({ value, count: events }) => {
        const search = searchUrl(key, value);
        const share = percent(events, total);
        const text = key === 'release' ? shortRelease(value) : value;
        return (
          <div key={value} className={styles.value} title={`${value}: ${count(events)} of ${count(total)} events`}>
            <span className={styles.fill} style={{ width: `${(events / Math.max(1, total)) * 100}%` }} />
            {search ? (
              <Link to={search} className={styles.name}>
                {text}
              </Link>
            ) : (
              <span className={styles.name}>{text}</span>
            )}
            <span className={styles.share}>{share}</span>
          </div>
        );
      })}
      {!all && values.length > 3 && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => setAll(true)}>
          {values.length - 3} more
        </Button>
      )}
    </section>
  );
};

/** Who and what the events have in common; a value leads to all issues that have it. */
export const Distributions = ({ distributions }: { distributions: readonly Distribution[] }) => {
  const [all, setAll] = useState(false);
  const list = ordered(distributions);
  return (
    <div>
      {(all ? list : list.slice(0, shownFirst)).map((distribution) => (
        <Dimension key={distribution.key} distribution={distribution} />
      ))}
      {!all && list.length > shownFirst && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => setAll(true)}>
          {list.length - shownFirst} more tags
        </Button>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  part: css({ marginBottom: theme.spacing(1.5) }),
  title: css({ margin: theme.spacing(0, 0, 0.5), fontSize: theme.typography.h6.fontSize }),
  value: css({
    position: 'relative',
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: 2,
    padding: theme.spacing(0.25, 0.75),
    fontSize: theme.typography.bodySmall.fontSize,
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  fill: css({ position: 'absolute', inset: '0 auto 0 0', background: theme.colors.primary.transparent }),
  name: css({ position: 'relative', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  share: css({ position: 'relative', color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
