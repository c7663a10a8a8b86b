import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage, type PluginPageProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { PngButton } from '../png/PngButton';

/** A page of the app: Grafana's, with what all of ours can do. */
export const Page = ({ actions, ...page }: PluginPageProps) => {
  const styles = useStyles2(getStyles);
  return (
    <PluginPage
      {...page}
      actions={
        <div className={styles.actions} data-unpictured="">
          {actions}
          <PngButton />
        </div>
      }
    />
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center' }),
});
