import type { Runners } from '@summit/contracts';
import { api } from '../../../../shared/api/client';
import { useLoad, type Loaded } from '../../../../shared/api/useLoad';
import { moment } from '../../../../shared/time/moment';
import { defaultFrom } from '../query';

/** How busy runners were since `from` of the page. */
export const useRunners = (from: string): Loaded<Runners> =>
  useLoad(from, () =>
    api.get<Runners>('/health/runners', { from: moment(from, Date.now()) ?? moment(defaultFrom, Date.now()) }),
  );
