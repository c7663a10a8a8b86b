import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import type { PluginPageProps } from '@grafana/runtime';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';
import { navItemOf } from './nav';

const Breadcrumbs = ({ item }: { item: NavModelItem }) =>
  item.parentItem ? (
    <nav aria-label="Breadcrumbs">
      <a href={item.parentItem.url}>{item.parentItem.text}</a> / {item.text}
    </nav>
  ) : null;

/** Grafana's page frame for plugin pages: title, subtitle, facts, actions and tabs over the content. */
export const PluginPage = ({ actions, children, info, pageNav, renderTitle, subTitle }: PluginPageProps) => {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const title = pageNav?.text ?? navItemOf(pathname)?.text ?? '';
  const subtitle = subTitle ?? pageNav?.subTitle;
  return (
    <div className={styles.page}>
      {pageNav && <Breadcrumbs item={pageNav} />}
      <header className={styles.header}>
        <div>
          {renderTitle ? renderTitle(title) : <h1>{title}</h1>}
          {subtitle && <div className={styles.subTitle}>{subtitle}</div>}
        </div>
        {info?.map(({ label, value }) => (
          <div key={label}>
            <div className={styles.subTitle}>{label}</div>
            {value}
          </div>
        ))}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {pageNav?.children && (
        <TabsBar>
          {pageNav.children.map(({ id, text, url, active }) => (
            <Tab key={id ?? text} label={text} href={url} active={active} />
          ))}
        </TabsBar>
      )}
      <div className={styles.content}>{children}</div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2, 3), display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }),
  header: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(3), marginBottom: theme.spacing(2) }),
  subTitle: css({ color: theme.colors.text.secondary }),
  actions: css({ marginLeft: 'auto', display: 'flex', gap: theme.spacing(1), alignItems: 'center' }),
  content: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0 }),
});
