import { Alert, Button } from '@grafana/ui';
import type { CreatedToken, Token } from '@summit/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';
import { usePages } from '../../../shared/api/usePages';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';
import { useUndo } from '../../../shared/ui/useUndo';
import { useUrlState } from '../../../shared/url/useUrlState';
import { Copyable } from '../../../shared/ui/Copyable';
import { NewToken } from './NewToken';
import { TokenTable } from './TokenTable';

export type MadeToken = z.infer<typeof CreatedToken>;

/** The API tokens: who may call the bridge, and when it last did. */
export const Tokens = () => {
  const url = useUrlState(['new']);
  const { rows, failure, next, loading, reload, more } = usePages<Token>('/tokens');
  const [made, setMade] = useState<MadeToken>();
  const [leaving, setLeaving] = useState<string>();
  const [problem, setProblem] = useState<Failure>();
  const undo = useUndo();
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!rows) return <Skeleton waitsFor="the tokens" rows={3} />;

  const revoke = (token: Token) => {
    setLeaving(token.id);
    undo.before(
      `The token "${token.name}" is revoked`,
      () => {
        api
          .remove(`/tokens/${encodeURIComponent(token.id)}`)
          .then(reload)
          .catch((error: unknown) => setProblem(explain(error)))
          .finally(() => setLeaving(undefined));
      },
      () => setLeaving(undefined),
    );
  };
  return (
    <>
      {problem && (
        <Alert severity="error" title={`${problem.hop}: ${problem.detail}`} onRemove={() => setProblem(undefined)}>
          {problem.advice}
        </Alert>
      )}
      <p>
        <Button icon="plus" onClick={() => url.set({ new: '1' })}>
          New token
        </Button>
      </p>
      {made && (
        <Alert
          severity="success"
          title={`The token "${made.name}" is shown now and never again`}
          onRemove={() => setMade(undefined)}
          data-testid="made-token"
        >
          <Copyable text={made.token} label="token" />
        </Alert>
      )}
      <TokenTable tokens={rows} leaving={leaving} revoke={revoke} />
      {next !== null && (
        <Button variant="secondary" onClick={more} disabled={loading}>
          Older tokens
        </Button>
      )}
      {url.first('new') === '1' && (
        <NewToken
          close={() => url.set({ new: null })}
          made={(token) => {
            url.set({ new: null });
            setMade(token);
            reload();
          }}
        />
      )}
      {undo.toast}
    </>
  );
};
