import { appRoutes } from '../../shared/appRoutes';
import { AreaTabs } from '../../shared/ui/AreaTabs';

const tabs = [
  { id: 'runs', label: 'Runs', url: appRoutes.pipelines() },
  { id: 'health', label: 'Health', url: appRoutes.health() },
  { id: 'tests', label: 'Tests', url: appRoutes.tests() },
  { id: 'cost', label: 'Cost', url: appRoutes.cost() },
  { id: 'optimise', label: 'Optimise', url: appRoutes.optimise() },
] as const;

export const PipelinesTabs = ({ active }: { active: (typeof tabs)[number]['id'] }) => (
  <AreaTabs tabs={tabs} active={active} />
);
