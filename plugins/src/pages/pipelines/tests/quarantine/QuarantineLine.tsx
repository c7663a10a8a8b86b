import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import type { TestSummary } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../../shared/api/client';
import { explain, type Failure } from '../../../../shared/api/failure';
import { may, refused } from '../../../../shared/rights/rights';
import { Ago } from '../../../../shared/time/Ago';
import { useUndo } from '../../../../shared/ui/useUndo';
import { QuarantineBadge } from './QuarantineBadge';
import { QuarantineDrawer } from './QuarantineDrawer';

/** The quarantine of a test: who put up with its failures, why and until when, and the ways to begin, change and end it. */
export const QuarantineLine = ({ test, reload }: { test: TestSummary; reload: () => void }) => {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const { after, toast } = useUndo();
  const { quarantine } = test;
  const allowed = may('entities:write');
  const path = `/tests/${encodeURIComponent(test.id)}/quarantine`;
  const attempt = (change: () => Promise<unknown>, done: () => void = () => undefined) => {
    setFailure(undefined);
    change().then(
      () => {
        done();
        reload();
      },
      (error: unknown) => setFailure(explain(error)),
    );
  };
  const end = () =>
    attempt(
      () => api.remove(path),
      () => {
        if (quarantine)
          after('The quarantine is over', () =>
            attempt(() => api.put(path, { reason: quarantine.reason, until: quarantine.until })),
          );
      },
    );
  return (
    <div className={styles.line} data-testid="quarantine">
      {quarantine && (
        <>
          <QuarantineBadge quarantine={quarantine} />
          <span>
            by <strong>{quarantine.by}</strong> <Ago time={quarantine.since} />, ends <Ago time={quarantine.until} />:{' '}
            {quarantine.reason}
          </span>
        </>
      )}
      <Button
        size="sm"
        variant="secondary"
        icon="shield"
        disabled={!allowed}
        tooltip={allowed ? undefined : refused['entities:write']}
        onClick={() => setOpen(true)}
      >
        {quarantine ? 'Change' : 'Quarantine'}
      </Button>
      {quarantine && (
        <Button size="sm" variant="secondary" disabled={!allowed} onClick={end}>
          End now
        </Button>
      )}
      {failure && (
        <Alert severity="error" title={`${failure.hop}: ${failure.detail}`}>
          {failure.advice}
        </Alert>
      )}
      {open && (
        <QuarantineDrawer
          test={test}
          close={() => setOpen(false)}
          made={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
      {toast}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    margin: theme.spacing(0.5, 0),
  }),
});
