import { createRoot } from 'react-dom/client';
import { ThemeContext } from '@grafana/data';
import { config, LocationServiceProvider, locationService } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, PortalContainer } from '@grafana/ui';
import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import type { Host } from './services/setUp';
import { setUp } from './services/setUp';
import { interceptLinks } from './shell/interceptLinks';
import { Shell } from './shell/Shell';
import { Toasts } from './shell/Toasts';
import { AppView } from './views/AppView';
import { DashboardView } from './views/DashboardView';
import { DataSourceView } from './views/DataSourceView';
import { ErrorView } from './views/ErrorView';
import { ExploreView } from './views/ExploreView';

const homePage = () => config.bootData.navTree[0]?.children?.[0]?.url ?? '/explore';

const Views = ({ plugins }: Pick<Host, 'plugins'>) => (
  <Routes>
    <Route path="/a/:pluginId/*" element={<AppView plugins={plugins} />} />
    <Route path="/explore" element={<ExploreView plugins={plugins} />} />
    <Route path="/d/:uid/*" element={<DashboardView plugins={plugins} />} />
    <Route path="/connections/datasources/edit/:uid" element={<DataSourceView />} />
    <Route path="/" element={<Navigate to={homePage()} replace />} />
    <Route path="*" element={<ErrorView title="Page not found" error="The preview has no page at this address." />} />
  </Routes>
);

/** The types of `history` are not installed; only the router looks inside. */
const routerHistory: unknown = locationService.getHistory();

const Preview = ({ plugins, events }: Host) => (
  <ThemeContext.Provider value={config.theme2}>
    <GlobalStyles />
    <LocationServiceProvider service={locationService}>
      <Router history={routerHistory}>
        <CompatRouter>
          <Shell>
            <ErrorBoundaryAlert title="The preview failed" style="page">
              <Views plugins={plugins} />
            </ErrorBoundaryAlert>
          </Shell>
          <Toasts events={events} />
          <PortalContainer />
        </CompatRouter>
      </Router>
    </LocationServiceProvider>
  </ThemeContext.Provider>
);

const start = async () => {
  const root = document.getElementById('reactRoot');
  const host = await setUp();
  document.body.classList.add(config.theme2.isDark ? 'theme-dark' : 'theme-light');
  document.addEventListener('click', interceptLinks);
  if (root) {
    createRoot(root).render(<Preview {...host} />);
  }
};

start().catch((error: unknown) => {
  document.body.append(`The preview did not start: ${error instanceof Error ? error.message : String(error)}`);
});
