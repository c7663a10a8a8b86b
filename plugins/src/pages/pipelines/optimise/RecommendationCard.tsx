import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Recommendation } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { money } from '../../../shared/money/format';
import { count, duration } from '../../../shared/time/format';
import { runsOf } from '../health/HealthTable';
import { evidenceValue, kinds } from './words';

interface Props {
  found: Recommendation;
  currency: string | null;
  current: boolean;
}

/** One thing that could be done: what it saves, what says so, and what was assumed. */
export const RecommendationCard = ({ found, currency, current }: Props) => {
  const styles = useStyles2(getStyles);
  const { icon, title, todo } = kinds[found.kind];
  const { repository, pipeline } = found;
  return (
    <li
      className={current ? `${styles.card} ${styles.current}` : styles.card}
      aria-current={current || undefined}
      data-testid="recommendation"
      data-kind={found.kind}
    >
      <div className={styles.main}>
        <h4>
          <Icon name={icon} /> {title(found)}
        </h4>
        <p className={styles.weak}>
          {repository !== null && pipeline !== null ? (
            <>
              <Link to={runsOf({ repository, name: pipeline })}>{pipeline}</Link> · {repository}
              {found.kind === 'cache' && ` · ${found.job}`}
            </>
          ) : (
            'All pipelines that run there'
          )}
        </p>
        <p>{todo}</p>
        <ul className={styles.evidence}>
          {found.evidence.map((one) => (
            <li key={one.label}>
              {one.label} <strong>{evidenceValue(one)}</strong>
            </li>
          ))}
        </ul>
        <details>
          <summary>What is assumed</summary>
          <ul>
            {found.assumptions.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
        {found.runIds.length > 0 && (
          <p className={styles.weak}>
            See{' '}
            {found.runIds.map((id, n) => (
              <span key={id}>
                {n > 0 && ', '}
                <Link to={appRoutes.run(id)}>{`run ${n + 1}`}</Link>
              </span>
            ))}
          </p>
        )}
      </div>
      <div className={styles.saves}>
        <div className={styles.value}>{duration(found.savesMs)}</div>
        <div className={styles.weak}>
          {found.saves === 'wait' ? 'of waiting in the period' : 'of runners in the period'}
        </div>
        {found.savesMoney !== null && currency !== null && (
          <div className={styles.money}>{money(found.savesMoney, currency)}</div>
        )}
        {found.perRunMs !== null && <div className={styles.weak}>{duration(found.perRunMs)} a run</div>}
        <div className={styles.weak}>from {count(found.n)} observations</div>
      </div>
    </li>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 3),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    h4: { margin: 0, overflowWrap: 'anywhere' },
    p: { margin: theme.spacing(0.5, 0) },
  }),
  current: css({ outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 }),
  main: css({ flex: '1 1 320px', minWidth: 0, a: { color: theme.colors.text.link } }),
  saves: css({ flex: '0 0 auto', textAlign: 'right' }),
  value: css({ fontSize: theme.typography.h3.fontSize, fontVariantNumeric: 'tabular-nums' }),
  money: css({ fontWeight: theme.typography.fontWeightMedium }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  evidence: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    listStyle: 'none',
    color: theme.colors.text.secondary,
    strong: { color: theme.colors.text.primary },
  }),
});
