import { css, cx } from '@emotion/css';
import { type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { Button, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router-dom-v5-compat';

const otherTheme = () => (config.theme2.isDark ? 'light' : 'dark');

/** The theme is made once, at start: choosing another loads the page again. */
const chooseTheme = () => {
  localStorage.setItem('summit.preview.theme', otherTheme());
  locationService.partial({ theme: null }, true);
  window.location.reload();
};

const fixedLinks = [
  { text: 'Explore', url: '/explore' },
  { text: 'Data source', url: '/connections/datasources/edit/summit' },
];

const NavLinks = () => {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const links = [...config.bootData.navTree.flatMap(({ children = [] }) => children), ...fixedLinks];
  return (
    <nav className={styles.nav} aria-label="Navigation">
      <strong>{config.bootData.navTree[0]?.text}</strong>
      {links.map(({ text, url = '' }) => (
        <a
          key={url}
          href={config.appSubUrl + url}
          aria-current={pathname.startsWith(url) ? 'page' : undefined}
          className={cx(styles.link, pathname.startsWith(url) && styles.active)}
        >
          {text}
        </a>
      ))}
    </nav>
  );
};

/** The banner and the navigation round every view. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const styles = useStyles2(getStyles);
  const { version } = config.buildInfo;
  const other = config.appSubUrl === '/react19' ? '/react18' : '/react19';
  return (
    <div className={styles.shell}>
      <div className={styles.banner} role="note">
        <span>
          <strong>This is not Grafana.</strong> It is a small page that runs the built Summit plugins on the {version}{' '}
          packages ({config.appSubUrl === '/react19' ? 'React 19' : 'React 18'}).
        </span>
        <a href={`${other}/`} target="_self">
          {other === '/react19' ? 'React 19' : 'React 18'}
        </a>
        <Button size="sm" variant="secondary" fill="text" onClick={chooseTheme}>
          {otherTheme() === 'light' ? 'Light theme' : 'Dark theme'}
        </Button>
      </div>
      <div className={styles.body}>
        <NavLinks />
        <main className={styles.main} id="pageContent">
          {children}
        </main>
      </div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  shell: css({ display: 'flex', flexDirection: 'column', minHeight: '100vh' }),
  banner: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(0.5, 2),
    background: theme.colors.warning.transparent,
    borderBottom: `1px solid ${theme.colors.warning.border}`,
    fontSize: theme.typography.bodySmall.fontSize,
    a: { color: theme.colors.text.link },
  }),
  body: css({
    display: 'flex',
    flex: 1,
    minHeight: 0,
    [theme.breakpoints.down('md')]: { flexDirection: 'column' },
  }),
  nav: css({
    width: 180,
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: {
      width: 'auto',
      flexDirection: 'row',
      flexWrap: 'wrap',
      padding: theme.spacing(1, 2),
    },
  }),
  link: css({
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
  }),
  active: css({ background: theme.colors.action.selected, color: theme.colors.text.primary }),
  main: css({
    flex: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    background: theme.colors.background.canvas,
  }),
});
