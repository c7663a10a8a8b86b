import { config, usePluginUserStorage } from '@grafana/runtime';
import { useCallback, useMemo, useRef } from 'react';
import { useLoad } from '../../shared/api/useLoad';
import { cleanNames, parseNames } from './names';

const KEY = 'my-names';

/** As Grafana knows the person: what to try before they have said who they are elsewhere. */
const ofGrafana = (): string[] => {
  const { login, email, name } = config.bootData.user;
  return cleanNames([login, email, name]);
};

export interface Names {
  /** Undefined until what was kept is read. */
  names: readonly string[] | undefined;
  /** Whether the person chose them; else they are Grafana's. */
  chosen: boolean;
  save: (names: readonly string[]) => Promise<void>;
}

/** By which names the person goes in other systems; kept by Grafana for this user, so that no one else's home changes. */
export function useNames(): Names {
  const storage = useRef(usePluginUserStorage()).current;
  const { data, reload } = useLoad('names', async () => ({
    kept: parseNames(await storage.getItem(KEY).catch(() => null)),
  }));
  const save = useCallback(
    async (names: readonly string[]) => {
      await storage.setItem(KEY, JSON.stringify(cleanNames(names)));
      reload();
    },
    [storage, reload],
  );
  const kept = data?.kept;
  const names = useMemo(() => kept && (kept.length > 0 ? kept : ofGrafana()), [kept]);
  return { names, chosen: (kept?.length ?? 0) > 0, save };
}
