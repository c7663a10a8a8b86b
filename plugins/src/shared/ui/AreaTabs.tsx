import { locationUtil } from '@grafana/data';
import { Tab, TabsBar } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';

/** A page of an area, and the link that it has. */
export interface AreaTab<Id extends string = string> {
  id: Id;
  label: string;
  url: string;
}

interface Props<Id extends string> {
  tabs: readonly AreaTab<Id>[];
  active: NoInfer<Id>;
}

/** The ways to look at an area. Each tab is a page with a link of its own. */
export const AreaTabs = <Id extends string>({ tabs, active }: Props<Id>) => {
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
