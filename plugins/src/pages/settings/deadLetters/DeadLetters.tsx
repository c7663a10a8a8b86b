import { Alert, Button, useStyles2 } from '@grafana/ui';
import type { DeadLetter } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { usePages } from '../../../shared/api/usePages';
import { Ago } from '../../../shared/time/Ago';
import { count } from '../../../shared/time/format';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { tableStyles } from '../../../shared/ui/tableStyles';

/** What was accepted and could not be worked in: nothing of it is lost. */
export const DeadLetters = () => {
  const { rows, failure, next, loading, reload, more, patch } = usePages<DeadLetter>('/dead-letters');
  const [problem, setProblem] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!rows) return <Skeleton waitsFor="the dead letters" rows={3} />;
  if (rows.length === 0)
    return <Nothing message="No dead letters">Everything that was accepted was also worked in.</Nothing>;

  const replay = async (letters: readonly DeadLetter[]) => {
    setBusy(true);
    setProblem(undefined);
    try {
      for (const { id } of letters) {
        await api.post(`/dead-letters/${encodeURIComponent(id)}/replay`);
        patch((all) => all.filter((letter) => letter.id !== id));
      }
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {problem && (
        <Alert severity="error" title={`${problem.hop}: ${problem.detail}`}>
          {problem.advice}
        </Alert>
      )}
      <p>
        <Button icon="sync" size="sm" disabled={busy} onClick={() => void replay(rows)}>
          Replay {rows.length === 1 ? 'it' : `these ${rows.length}`}
        </Button>
      </p>
      <Letters letters={rows} busy={busy} replay={(letter) => void replay([letter])} />
      {next !== null && (
        <Button variant="secondary" onClick={more} disabled={loading}>
          Older dead letters
        </Button>
      )}
    </>
  );
};

interface LettersProps {
  letters: readonly DeadLetter[];
  busy: boolean;
  replay: (letter: DeadLetter) => void;
}

const Letters = ({ letters, busy, replay }: LettersProps) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Dead letters">
        <thead>
          <tr>
            <th>Source</th>
            <th>Reason</th>
            <th>Received</th>
            <th>Gave up</th>
            <th className={styles.number}>Attempts</th>
            <th className={styles.number}>Bytes</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.id} data-testid="dead-letter">
              <td>{letter.source}</td>
              <td className={styles.mono}>{letter.reason}</td>
              <td>
                <Ago time={letter.receivedAt} />
              </td>
              <td>
                <Ago time={letter.failedAt} />
              </td>
              <td className={styles.number}>{letter.attempts}</td>
              <td className={styles.number}>{count(letter.bytes)}</td>
              <td>
                <Button size="sm" variant="secondary" fill="text" disabled={busy} onClick={() => replay(letter)}>
                  Replay
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
