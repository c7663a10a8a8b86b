import { useMemo } from 'react';
import type { UrlValues, useUrlState } from '../../../../shared/url/useUrlState';
import { isCause } from '../../failures/looks';
import { FailuresDrawer } from './FailuresDrawer';
import { failureParams } from './useCauses';

/** The drawer of failed jobs, where the URL says that it is open. */
export const FailuresOfPage = ({ filters, drawer }: { filters: UrlValues; drawer: ReturnType<typeof useUrlState> }) => {
  const why = drawer.first('why');
  const [repository, name] = [drawer.first('whyRepository'), drawer.first('whyName')];
  const key = JSON.stringify([filters, repository, name]);
  // The time is that of opening: a moving end would load the list anew for ever.
  const params = useMemo(
    () => ({
      ...failureParams(filters, Date.now()),
      ...(name !== '' && { repository: [repository], name: [name], q: undefined }),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the contents
    [key, why === ''],
  );
  if (why !== 'all' && !isCause(why)) return null;
  return (
    <FailuresDrawer
      params={params}
      pipeline={name}
      why={why}
      choose={(next) => drawer.set({ why: next })}
      close={() => drawer.set({ why: null, whyRepository: null, whyName: null })}
    />
  );
};
