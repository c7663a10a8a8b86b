import { Navigate, Route, Routes } from 'react-router-dom';
import { appRoutes } from '../../shared/appRoutes';
import { DeploymentList } from './deployments/list/DeploymentList';
import { DeploymentPage } from './deployments/page/DeploymentPage';
import { DoraPage } from './dora/DoraPage';
import { Environments } from './environments/Environments';
import { RollbackPage } from './rollback/RollbackPage';

/** The delivery area: its tabs and, below the deployments, the page of one. */
export const Delivery = () => (
  <Routes>
    <Route path="dora" element={<DoraPage />} />
    <Route path="deployments" element={<DeploymentList />} />
    <Route path="deployments/:deploymentId" element={<DeploymentPage />} />
    <Route path="environments" element={<Environments />} />
    <Route path="rollback" element={<RollbackPage />} />
    <Route path="*" element={<Navigate to={appRoutes.dora()} replace />} />
  </Routes>
);
