import { lazy, Suspense } from 'react';
import { type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { Navigate, Route, Routes } from 'react-router-dom';
import { appRoutes } from '../shared/appRoutes';
import { LiveProvider } from '../shared/live/LiveProvider';

const Home = lazy(() => import('./home/Home').then((m) => ({ default: m.Home })));
const Pipelines = lazy(() => import('./pipelines/Pipelines').then((m) => ({ default: m.Pipelines })));
const Delivery = lazy(() => import('./delivery/Delivery').then((m) => ({ default: m.Delivery })));
const Errors = lazy(() => import('./errors/Errors').then((m) => ({ default: m.Errors })));
const Incidents = lazy(() => import('./incidents/Incidents').then((m) => ({ default: m.Incidents })));
const Settings = lazy(() => import('./settings/Settings').then((m) => ({ default: m.Settings })));

/** One route for each area; an area has its own routes below it. */
export const App = (_props: AppRootProps) => (
  <LiveProvider>
    <Suspense fallback={<LoadingPlaceholder text="Loading…" />}>
      <Routes>
        <Route path="home" element={<Home />} />
        <Route path="pipelines/*" element={<Pipelines />} />
        <Route path="delivery/*" element={<Delivery />} />
        <Route path="errors/*" element={<Errors />} />
        <Route path="incidents/*" element={<Incidents />} />
        <Route path="settings/*" element={<Settings />} />
        <Route path="*" element={<Navigate to={appRoutes.home()} replace />} />
      </Routes>
    </Suspense>
  </LiveProvider>
);
