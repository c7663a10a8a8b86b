import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Cost } from '@summit/contracts';
import type { ReactNode } from 'react';
import { count, delta, duration } from '../../../shared/time/format';
import { percent } from '../health/looks';
import { told, uses, weightOf } from './looks';

/** The answer first: how much it was, what of it was for nothing, and how long people waited. */
export const Totals = ({ cost }: { cost: Cost }) => {
  const styles = useStyles2(getStyles);
  const { total, before } = cost;
  const all = weightOf(cost, total);
  const compared = delta(all, weightOf(cost, before));
  return (
    <dl className={styles.tiles} data-testid="cost-totals">
      <Tile name={cost.currency === null ? 'Worked' : 'Spent'} value={told(cost, total)}>
        {count(total.jobs)} jobs, {duration(total.workedMs)}
        {compared && <> · {compared} to the period before</>}
      </Tile>
      {uses
        .filter(({ use }) => use !== 'unknown' || total.uses[use].workedMs > 0)
        .map(({ use, word, says }) => (
          <Tile key={use} name={word} value={told(cost, total.uses[use])} says={says}>
            {all > 0 ? `${percent(weightOf(cost, total.uses[use]) / all)} of all` : '–'}
          </Tile>
        ))}
      <Tile
        name="Waited"
        value={duration(total.queueMs)}
        says="From when jobs could have begun to their start: nobody bills it"
      >
        {total.jobs > 0 ? `${duration(total.queueMs / total.jobs)} a job` : '–'}
      </Tile>
    </dl>
  );
};

const Tile = (props: { name: string; value: string; says?: string; children: ReactNode }) => {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.tile} title={props.says}>
      <dt>{props.name}</dt>
      <dd className={styles.value}>{props.value}</dd>
      <dd className={styles.weak}>{props.children}</dd>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tiles: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0),
  }),
  tile: css({
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    dt: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    dd: { margin: 0 },
  }),
  value: css({ fontSize: theme.typography.h3.fontSize, fontVariantNumeric: 'tabular-nums' }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
