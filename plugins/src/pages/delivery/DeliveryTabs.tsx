import { locationUtil } from '@grafana/data';
import { Tab, TabsBar } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../shared/appRoutes';

const tabs = [
  { id: 'dora', label: 'DORA', url: appRoutes.dora() },
  { id: 'deployments', label: 'Deployments', url: appRoutes.deployments() },
  { id: 'environments', label: 'Environments', url: appRoutes.environments() },
  { id: 'rollback', label: 'Rollback', url: appRoutes.rollback() },
] as const;

/** The ways to look at delivery. Each tab is a page with a link of its own. */
export const DeliveryTabs = ({ active }: { active: (typeof tabs)[number]['id'] }) => {
  const navigate = useNavigate();
  return (
    <TabsBar>
      {tabs.map(({ id, label, url }) => (
        <Tab
          key={id}
          label={label}
          active={id === active}
          href={locationUtil.assureBaseUrl(url)}
          onChangeTab={(event) => {
            // With a modifier the link opens in another browser tab, as any does.
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            void navigate(url);
          }}
        />
      ))}
    </TabsBar>
  );
};
