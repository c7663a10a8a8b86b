import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { Home as HomeAnswer } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../shared/api/client';
import { useLoad } from '../../shared/api/useLoad';
import { useKeys } from '../../shared/keys/useKeys';
import { LiveNote } from '../../shared/live/LiveNote';
import { useLive, useThrottled } from '../../shared/live/useLive';
import { Page } from '../../shared/ui/Page';
import { FailureNotice, Nothing, Skeleton } from '../../shared/ui/states';
import { useUrlState } from '../../shared/url/useUrlState';
import { OpenChanges, ShippedChanges, Suspected } from './Changes';
import { NamesDrawer } from './NamesDrawer';
import { Failing, FailingTests, Running } from './Runs';
import { useNames } from './useNames';
import { needs } from './verdict';

const urlNames = ['name'] as const;
const reloadEveryMs = 5000;

/** What of mine needs me? Another's, where the address names them. */
export const Home = () => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(urlNames);
  const mine = useNames();
  const [editing, setEditing] = useState(false);
  const asked = url.values['name'] ?? [];
  const names = asked.length > 0 ? asked : mine.names;
  const help = useKeys([{ key: 'n', does: 'Say who you are elsewhere', run: () => setEditing(true) }]);
  return (
    <Page
      subTitle="What of mine needs me?"
      actions={
        <Button variant="secondary" icon="user" onClick={() => setEditing(true)}>
          Who I am
        </Button>
      }
    >
      {names && (
        <p className={styles.who} data-testid="names">
          {asked.length > 0 ? 'As of ' : 'You: '}
          {names.join(', ')}
          {asked.length > 0 && (
            <>
              {' '}
              <Button size="sm" fill="text" onClick={() => url.set({ name: null })}>
                Show mine
              </Button>
            </>
          )}
        </p>
      )}
      {!names && <Skeleton waitsFor="your names" />}
      {names && <Things key={names.join('\n')} names={names} edit={() => setEditing(true)} />}
      {editing && (
        <NamesDrawer
          names={mine.chosen ? (mine.names ?? []) : []}
          save={async (chosen) => {
            await mine.save(chosen);
            url.set({ name: null });
          }}
          close={() => setEditing(false)}
        />
      )}
      {help}
    </Page>
  );
};

const Things = ({ names, edit }: { names: readonly string[]; edit: () => void }) => {
  const styles = useStyles2(getStyles);
  const { data, failure, loading, reload } = useLoad('home', () => api.get<HomeAnswer>('/home', { name: names }));
  const reloadSoon = useThrottled(reload, reloadEveryMs);
  useLive(['run', 'issue'], reloadSoon);
  return (
    <>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="your runs and changes" />}
      {data && !data.known && <Unknown edit={edit} />}
      {data && data.known && (
        <>
          <Verdict home={data} />
          <LiveNote />
          <div className={styles.columns}>
            <div>
              <Failing branches={data.failing} />
              {data.failing.length > 0 && <FailingTests tests={data.tests} />}
              <Suspected issues={data.issues} />
            </div>
            <div>
              <Running runs={data.running} />
              <OpenChanges changes={data.changes} />
              <ShippedChanges changes={data.shipped} />
            </div>
          </div>
        </>
      )}
    </>
  );
};

const Verdict = ({ home }: { home: HomeAnswer }) => {
  const styles = useStyles2(getStyles);
  const words = needs(home);
  return (
    <p className={styles.verdict} data-testid="verdict">
      {words.length === 0 ? 'Nothing of yours needs you.' : `${words.join(' · ')}.`}
    </p>
  );
};

const Unknown = ({ edit }: { edit: () => void }) => (
  <Nothing message="No run, change or commit of the last two weeks names you">
    <p>
      Your runs, failing tests, pull requests, the errors that began with your changes and what you shipped appear here
      as soon as it is known by which names your CI system calls you.
    </p>
    <Button icon="user" onClick={edit}>
      Say who you are
    </Button>
  </Nothing>
);

const getStyles = (theme: GrafanaTheme2) => ({
  who: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(1) }),
  verdict: css({ fontSize: theme.typography.h4.fontSize, marginBottom: theme.spacing(2) }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    columnGap: theme.spacing(4),
  }),
});
