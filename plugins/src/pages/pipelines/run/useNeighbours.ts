import type { Run } from '@summit/contracts';
import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';
import { api } from '../../../shared/api/client';
import { appRoutes } from '../../../shared/appRoutes';
import { isTyping } from '../../../shared/keys/typing';

/** `[` and `]` go to the previous and the next run of the same pipeline. */
export function useNeighbours(run: Run): void {
  const navigate = useNavigate();
  const { id, repository, name, queuedAt } = run;
  useEffect(() => {
    const go = async (step: -1 | 1) => {
      const around = step === -1 ? { to: queuedAt } : { from: queuedAt };
      const { items } = await api.get<{ items: Run[] }>('/runs', {
        repository,
        name,
        ...around,
        limit: step === -1 ? 1 : 200,
      });
      const others = items.filter((other) => other.id !== id);
      const next = step === -1 ? others[0] : others.at(-1);
      if (next) void navigate(appRoutes.run(next.id));
    };
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      // A neighbour that cannot be loaded is not worth a message: the page itself stays as it was.
      if (event.key === '[') go(-1).catch(() => undefined);
      if (event.key === ']') go(1).catch(() => undefined);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [id, repository, name, queuedAt, navigate]);
}
