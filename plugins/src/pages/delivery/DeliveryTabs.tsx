import { appRoutes } from '../../shared/appRoutes';
import { AreaTabs } from '../../shared/ui/AreaTabs';

const tabs = [
  { id: 'dora', label: 'DORA', url: appRoutes.dora() },
  { id: 'deployments', label: 'Deployments', url: appRoutes.deployments() },
  { id: 'environments', label: 'Environments', url: appRoutes.environments() },
  { id: 'rollback', label: 'Rollback', url: appRoutes.rollback() },
] as const;

export const DeliveryTabs = ({ active }: { active: (typeof tabs)[number]['id'] }) => (
  <AreaTabs tabs={tabs} active={active} />
);
