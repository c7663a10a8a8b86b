import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { may, refused } from '../../shared/rights/rights';
import { useUrlState } from '../../shared/url/useUrlState';
import { Backfills } from './backfill/Backfills';
import { Connection } from './connection/Connection';
import { DeadLetters } from './deadLetters/DeadLetters';
import { Hooks } from './hooks/Hooks';
import { Projects } from './projects/Projects';
import { Start } from './start/Start';
import { TeamSettings } from './teams/TeamSettings';
import { Tokens } from './tokens/Tokens';

const tabs = [
  { id: '', label: 'Start', Content: Start, adminsOnly: false },
  { id: 'connection', label: 'Connection', Content: Connection, adminsOnly: false },
  { id: 'projects', label: 'Projects', Content: Projects, adminsOnly: false },
  { id: 'teams', label: 'Teams', Content: TeamSettings, adminsOnly: false },
  { id: 'hooks', label: 'Webhooks', Content: Hooks, adminsOnly: true },
  { id: 'backfill', label: 'Backfill', Content: Backfills, adminsOnly: true },
  { id: 'dead-letters', label: 'Dead letters', Content: DeadLetters, adminsOnly: true },
  { id: 'tokens', label: 'Tokens', Content: Tokens, adminsOnly: true },
] as const;

/** Is every hop connected? */
export const Settings = () => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(['tab']);
  const shown = tabs.find(({ id }) => id === url.first('tab')) ?? tabs[0];
  return (
    <PluginPage subTitle="Is every hop connected?">
      <TabsBar>
        {tabs.map(({ id, label }) => (
          <Tab key={id} label={label} active={id === shown.id} onChangeTab={() => url.set({ tab: id || null })} />
        ))}
      </TabsBar>
      <div className={styles.content}>
        {shown.adminsOnly && !may('settings:write') ? (
          // The bridge shows these to administrators alone, so nobody else asks for them.
          <Alert severity="info" title={refused['settings:write']} data-testid="refused" />
        ) : (
          <shown.Content />
        )}
      </div>
    </PluginPage>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({ content: css({ paddingTop: theme.spacing(2) }) });
