import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, RadioButtonGroup, TextArea, useStyles2 } from '@grafana/ui';
import type { TimelineEvent } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { may, refused } from '../../../shared/rights/rights';

type Kind = 'comment' | 'action';

const kinds: Array<{ value: Kind; label: string; description: string }> = [
  { value: 'comment', label: 'Comment', description: 'What is thought or known' },
  { value: 'action', label: 'Action', description: 'What was done' },
];

/** Writes into the timeline; what was written stays in the box until the bridge has it. */
export const Composer = ({ path, sent }: { path: string; sent: () => void }) => {
  const styles = useStyles2(getStyles);
  const [kind, setKind] = useState<Kind>('comment');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const allowed = may('entities:write');
  if (!allowed) return <p className={styles.hint}>{refused['entities:write']}: write into the timeline.</p>;

  const send = async () => {
    const content = text.trim();
    if (content === '' || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await api.post<TimelineEvent>(`${path}/timeline`, { type: kind, content });
      setText('');
      sent();
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={styles.composer}>
      <TextArea
        aria-label="Write into the timeline"
        placeholder="What is known, what was done? (Ctrl+Enter sends)"
        rows={3}
        maxLength={10_000}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <div className={styles.actions}>
        <RadioButtonGroup size="sm" options={kinds} value={kind} onChange={setKind} aria-label="Kind of entry" />
        <Button size="sm" disabled={busy || text.trim() === ''} onClick={() => void send()}>
          {busy ? 'Sending…' : 'Add to timeline'}
        </Button>
      </div>
      {failure && (
        <Alert severity="error" title={`${failure.hop}: ${failure.detail}`}>
          {failure.advice}
        </Alert>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  composer: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
  actions: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
  hint: css({ color: theme.colors.text.secondary }),
});
