import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Badge, type BadgeColor, Button, type IconName, Input, useStyles2 } from '@grafana/ui';
import type { Backfill } from '@summit/contracts';
import { useState } from 'react';
import { Ago } from '../../../shared/time/Ago';
import { bytesText } from '../../../shared/size/format';
import { plural, waitsFor } from './progress';
import { providers } from './providers';
import { RepositoryTable } from './RepositoryTable';

const states: Readonly<Record<Backfill['state'], { text: string; color: BadgeColor; icon: IconName }>> = {
  running: { text: 'Running', color: 'blue', icon: 'sync' },
  waiting: { text: 'Waiting', color: 'orange', icon: 'hourglass' },
  paused: { text: 'Paused', color: 'purple', icon: 'pause' },
  done: { text: 'Done', color: 'green', icon: 'check' },
  failed: { text: 'Stopped', color: 'red', icon: 'exclamation-triangle' },
};

interface Props {
  source: Backfill;
  pause: () => void;
  resume: (token?: string) => void;
  remove: () => void;
}

/** One source: where it stands, what it brought, and what to do. */
export const SourceCard = ({ source, pause, resume, remove }: Props) => {
  const styles = useStyles2(getStyles);
  const { name: provider, namesLabel } = providers[source.provider];
  const state = states[source.state];
  const stopped = source.state === 'paused' || source.state === 'failed';
  const until = source.waitingUntil && dateTimeFormat(source.waitingUntil, { format: 'HH:mm' });
  return (
    <section className={styles.card} aria-label={`Source ${source.name}`} data-testid="source" data-source={source.id}>
      <header className={styles.head}>
        <div>
          <h3 className={styles.title}>
            {provider}: {source.name} <Badge {...state} data-testid="source-state" />
          </h3>
          <div className={styles.weak}>
            since {dateTimeFormat(source.since, { format: 'YYYY-MM-DD' })} · {plural(source.requests, 'request')} ·{' '}
            {source.repairHours > 0 ? `repairs the last ${source.repairHours} h` : 'no repairs'} ·{' '}
            {source.logs !== null &&
              `logs of the last ${plural(source.logs.days, 'day')} up to ${bytesText(source.logs.maxBytes)} · `}
            added <Ago time={source.createdAt} /> by {source.createdBy}
          </div>
        </div>
        <div className={styles.actions}>
          {stopped ? (
            <Button size="sm" variant="secondary" icon="play" onClick={() => resume()}>
              Resume
            </Button>
          ) : (
            <Button size="sm" variant="secondary" icon="pause" onClick={pause}>
              Pause
            </Button>
          )}
          <Button size="sm" variant="destructive" fill="text" onClick={remove}>
            Remove
          </Button>
        </div>
      </header>
      {until && (
        <Alert severity="info" title={waitsFor(source, provider, until)} data-testid="source-waits">
          {source.waitingFor === 'limit' ? 'It goes on by itself; a part of the allowance is left to others.' : null}
        </Alert>
      )}
      {source.error !== null && (
        <Alert severity="error" title={source.error} data-testid="source-error">
          <NewToken name={source.name} send={resume} />
        </Alert>
      )}
      <RepositoryTable repositories={source.repositories} label={namesLabel} />
    </section>
  );
};

/** The token was refused: another one, and it goes on. */
const NewToken = ({ name, send }: { name: string; send: (token: string) => void }) => {
  const [token, setToken] = useState('');
  const ready = token.trim() !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        send(token.trim());
        setToken('');
      }}
    >
      <Input
        type="password"
        width={40}
        autoComplete="off"
        aria-label={`New token of ${name}`}
        placeholder="New token"
        value={token}
        onChange={({ currentTarget }) => setToken(currentTarget.value)}
        addonAfter={
          <Button type="submit" variant="secondary" disabled={!ready}>
            Go on with it
          </Button>
        }
      />
    </form>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    justifyContent: 'space-between',
    marginBottom: theme.spacing(1),
  }),
  title: css({ ...theme.typography.h5, margin: 0, display: 'flex', gap: theme.spacing(1), alignItems: 'center' }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  actions: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
});
