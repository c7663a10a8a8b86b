import { Alert, Button, useStyles2 } from '@grafana/ui';
import type { DsnKey, Project } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { may, refused } from '../../../shared/rights/rights';
import { Ago } from '../../../shared/time/Ago';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { useUndo } from '../../../shared/ui/useUndo';
import { Copyable } from '../../../shared/ui/Copyable';

/** The DSNs of a project. A revoked one stays listed: what still sends with it can be found. */
export const Keys = ({ project, changed }: { project: Project; changed: () => void }) => {
  const styles = useStyles2(tableStyles);
  const undo = useUndo();
  const [failure, setFailure] = useState<Failure>();
  const [leaving, setLeaving] = useState<string>();
  const allowed = may('settings:write');
  const path = `/projects/${encodeURIComponent(project.id)}/keys`;
  const act = (call: () => Promise<unknown>) => {
    setFailure(undefined);
    call()
      .then(changed)
      .catch((error: unknown) => setFailure(explain(error)))
      .finally(() => setLeaving(undefined));
  };
  const revoke = ({ publicKey, label }: DsnKey) => {
    setLeaving(publicKey);
    undo.before(
      `The key "${label}" is revoked: what is sent with it will be refused`,
      () => act(() => api.remove(`${path}/${publicKey}`)),
      () => setLeaving(undefined),
    );
  };
  const tooltip = allowed ? undefined : refused['settings:write'];
  return (
    <>
      {failure && (
        <Alert severity="error" title={`${failure.hop}: ${failure.detail}`}>
          {failure.advice}
        </Alert>
      )}
      <div className={styles.wrap}>
        <table className={styles.table} aria-label={`DSNs of ${project.name}`}>
          <tbody>
            {project.keys.map((key) => (
              <tr key={key.publicKey}>
                <td>{key.label}</td>
                <td>
                  {key.revokedAt !== null || leaving === key.publicKey ? (
                    <s className={styles.mono}>{key.dsn}</s>
                  ) : (
                    <Copyable text={key.dsn} label="DSN" />
                  )}
                </td>
                <td className={styles.weak}>
                  {key.revokedAt === null ? 'made ' : 'revoked '}
                  <Ago time={key.revokedAt ?? key.createdAt} />
                </td>
                <td>
                  {key.revokedAt === null && leaving !== key.publicKey && (
                    <Button
                      size="sm"
                      variant="destructive"
                      fill="text"
                      disabled={!allowed}
                      tooltip={tooltip}
                      onClick={() => revoke(key)}
                    >
                      Revoke
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        size="sm"
        variant="secondary"
        icon="plus"
        disabled={!allowed}
        tooltip={tooltip}
        onClick={() => act(() => api.post(path, { label: `key ${project.keys.length + 1}` }))}
      >
        New key
      </Button>
      {undo.toast}
    </>
  );
};
