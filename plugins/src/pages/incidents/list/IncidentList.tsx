import { Button, Tab, TabsBar } from '@grafana/ui';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { allPages } from '../../../shared/csv/allPages';
import { CsvButton } from '../../../shared/csv/CsvButton';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { may, refused } from '../../../shared/rights/rights';
import { ListFrame } from '../../../shared/ui/ListFrame';
import { Page } from '../../../shared/ui/Page';
import { PageLink } from '../../../shared/ui/PageLink';
import { Nothing } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { NewIncident } from '../new/NewIncident';
import { incidentColumns } from './csv';
import { IncidentTable } from './IncidentTable';
import { incidentTabs, tabOf, useIncidents } from './useIncidents';

const words = { active: 'Active', resolved: 'Resolved', all: 'All' } as const;
const urlNames = ['status', 'new'] as const;

/** What is on fire, and who acts? */
export const IncidentList = () => {
  const url = useUrlState(urlNames);
  const shown = tabOf(url.first('status'));
  const incidents = useIncidents(shown);
  const navigate = useNavigate();
  const open = useCallback(
    (index: number) => {
      const incident = incidents.rows?.[index];
      if (incident) void navigate(appRoutes.incident(incident.id));
    },
    [navigate, incidents.rows],
  );
  const { row, help } = useListKeys({ count: incidents.rows?.length ?? 0, open });
  const allowed = may('entities:write');
  const known = incidents.next === null && !incidents.loading ? incidents.rows?.length : undefined;
  return (
    <Page
      subTitle="What is on fire, and who acts?"
      actions={
        <>
          <CsvButton
            name="incidents"
            columns={incidentColumns}
            rows={(told, signal) => allPages('/incidents', { status: shown }, told, signal)}
          />
          <Button
            icon="plus"
            disabled={!allowed}
            tooltip={allowed ? undefined : refused['entities:write']}
            onClick={() => url.set({ new: '1' })}
          >
            New incident
          </Button>
        </>
      }
    >
      <TabsBar>
        {incidentTabs.map((tab) => (
          <Tab
            key={tab}
            label={words[tab]}
            active={tab === shown}
            counter={tab === shown ? known : undefined}
            onChangeTab={() => url.set({ status: tab === 'active' ? null : tab })}
          />
        ))}
      </TabsBar>
      <ListFrame
        list={incidents}
        waitsFor="incidents from the bridge"
        older="Older incidents"
        empty={<Empty active={shown === 'active'} />}
      >
        {(rows) => <IncidentTable incidents={rows} row={row} />}
      </ListFrame>
      {url.first('new') === '1' && allowed && <NewIncident close={() => url.set({ new: null })} />}
      {help}
    </Page>
  );
};

const Empty = ({ active }: { active: boolean }) => (
  <Nothing message={active ? 'Nothing is on fire' : 'No incidents here yet'}>
    <p>A firing alert opens an incident by itself once Grafana sends its alerts to the alert door.</p>
    <PageLink href={`${appRoutes.settings()}?tab=hooks`} icon="bell" variant="secondary">
      Connect Grafana Alerting
    </PageLink>
  </Nothing>
);
