import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { Button } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { explain } from '../api/failure';
import { download, today } from '../download';
import { count } from '../time/format';
import { MOST_ROWS } from './allPages';
import { toCsv, type Column } from './csv';

interface Props<T> {
  /** The file is called this and the day. */
  name: string;
  columns: readonly Column<T>[];
  /** Gets the rows; it may take long, and says how far it is. */
  rows: (told: (count: number) => void, signal: AbortSignal) => Promise<readonly T[]>;
}

/** Saves a list under its filters as CSV, all of its pages and not the one that is seen alone. A second click stops it. */
export const CsvButton = <T,>({ name, columns, rows }: Props<T>) => {
  const [got, setGot] = useState<number>();
  const work = useRef<AbortController | null>(null);
  useEffect(() => () => work.current?.abort(), []);
  const save = async () => {
    const mine = new AbortController();
    work.current = mine;
    setGot(0);
    try {
      const all = await rows((n) => !mine.signal.aborted && setGot(n), mine.signal);
      if (mine.signal.aborted) return;
      // Spreadsheets take a file for UTF-8 by its mark.
      download(`${name}-${today()}.csv`, new Blob(['\ufeff', toCsv(columns, all)], { type: 'text/csv;charset=utf-8' }));
      if (all.length === MOST_ROWS)
        getAppEvents().publish({
          type: AppEvents.alertWarning.name,
          payload: [`The file has the first ${count(MOST_ROWS)} rows`, 'Narrow the filters to get all of them.'],
        });
    } catch (error) {
      if (mine.signal.aborted) return;
      const { hop, detail } = explain(error);
      getAppEvents().publish({ type: AppEvents.alertError.name, payload: ['No CSV was saved', `${hop}: ${detail}`] });
    } finally {
      if (work.current === mine) {
        work.current = null;
        setGot(undefined);
      }
    }
  };
  const stop = () => {
    work.current?.abort();
    work.current = null;
    setGot(undefined);
  };
  const busy = got !== undefined;
  return (
    <Button variant="secondary" icon={busy ? 'times' : 'download-alt'} onClick={busy ? stop : () => void save()}>
      {busy ? `Stop (${count(got)} rows)` : 'CSV'}
    </Button>
  );
};
