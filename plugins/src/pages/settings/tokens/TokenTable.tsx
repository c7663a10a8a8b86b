import { Button, useStyles2 } from '@grafana/ui';
import type { Token } from '@summit/contracts';
import { Ago } from '../../../shared/time/Ago';
import { tableStyles } from '../../../shared/ui/tableStyles';

/** Where a token stands, in words. */
export function tokenState({ revokedAt, expiresAt }: Token, now: number): 'valid' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'valid';
}

interface Props {
  tokens: readonly Token[];
  /** The one whose revocation can still be undone. */
  leaving: string | undefined;
  revoke: (token: Token) => void;
}

export const TokenTable = ({ tokens, leaving, revoke }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="API tokens">
        <thead>
          <tr>
            <th>Token</th>
            <th>Kind</th>
            <th>Scopes</th>
            <th>State</th>
            <th>Last used</th>
            <th>Expires</th>
            <th>Made</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => {
            const state = token.id === leaving ? 'revoked' : tokenState(token, Date.now());
            return (
              <tr key={token.id} data-testid="token">
                <td className={styles.strong}>{token.name}</td>
                <td>{token.kind}</td>
                <td>{token.scopes.join(', ')}</td>
                <td>{state}</td>
                <td>{token.lastUsedAt === null ? 'never' : <Ago time={token.lastUsedAt} />}</td>
                <td>{token.expiresAt === null ? 'never' : <Ago time={token.expiresAt} />}</td>
                <td>
                  <Ago time={token.createdAt} />
                </td>
                <td>
                  {state === 'valid' && (
                    <Button size="sm" variant="destructive" fill="text" onClick={() => revoke(token)}>
                      Revoke
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
