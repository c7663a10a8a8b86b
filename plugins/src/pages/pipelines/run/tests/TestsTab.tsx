import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import type { RunDetail, RunTest } from '@summit/contracts';
import { useRef, type ReactNode, type RefObject } from 'react';
import type { Pages } from '../../../../shared/api/usePages';
import { useListKeys } from '../../../../shared/keys/useListKeys';
import { filterBarStyles } from '../../../../shared/ui/filterBarStyles';
import { FixedFilter } from '../../../../shared/ui/filters';
import { PagesFrame } from '../../../../shared/ui/PagesFrame';
import { SearchBox } from '../../../../shared/ui/SearchBox';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { endingLooks, endings } from '../../tests/looks';
import { NoMatch, NoReport } from './empty';
import { Sums } from './Sums';
import { hasDetails, TestTable } from './TestTable';
import { testFilterNames, useRunTests, type TestSums } from './useRunTests';

type Url = ReturnType<typeof useUrlState>;

/** Which tests failed, and did they before? `sums` is missing while it loads. */
export const TestsTab = ({ run, sums }: { run: RunDetail; sums: TestSums | undefined }) => {
  const styles = useStyles2(getStyles);
  const url = useUrlState(testFilterNames);
  const uploads = sums?.reports.filter(({ kind }) => kind === 'tests');
  const tests = useRunTests(run.id, url.values, uploads?.length);
  const searchBox = useRef<HTMLInputElement>(null);
  const filtered = url.first('q') !== '' || (url.values['outcome'] ?? []).length > 0;
  const clear = () => url.set({ q: null, outcome: null });
  return (
    <section aria-label="Tests of this run" className={styles.tab}>
      {uploads?.length !== 0 && <Filters url={url} searchBox={searchBox} />}
      {sums && <Sums sums={sums} />}
      {uploads
        ?.filter(({ infrastructure }) => infrastructure)
        .map(({ id, name, job }) => (
          <Alert key={id} severity="warning" title={`More than 80% failed in ${job || name || 'one report'}`}>
            So many at once are the machine’s fault more often than theirs: these results do not count as flaky, and not
            as what broke a test.
          </Alert>
        ))}
      <TestList
        tests={tests}
        url={url}
        focusSearch={() => searchBox.current?.focus()}
        empty={filtered ? <NoMatch clear={clear} /> : <NoReport run={run} />}
      />
    </section>
  );
};

const outcomes = endings.map((value) => ({ value, label: endingLooks[value].word, icon: endingLooks[value].icon }));

const Filters = ({ url, searchBox }: { url: Url; searchBox: RefObject<HTMLInputElement> }) => {
  const styles = useStyles2(filterBarStyles);
  return (
    <div className={styles.bar} role="search" aria-label="Filter tests">
      <div className={styles.search}>
        <SearchBox
          inputRef={searchBox}
          placeholder="Suite, name, file ( / )"
          value={url.first('q')}
          onCommit={(q) => url.set({ q }, { replace: true })}
        />
      </div>
      <FixedFilter url={url} name="outcome" label="Result" options={outcomes} />
    </div>
  );
};

interface ListProps {
  tests: Pages<RunTest>;
  url: Url;
  focusSearch: () => void;
  empty: ReactNode;
}

const TestList = ({ tests, url, focusSearch, empty }: ListProps) => {
  const { rows } = tests;
  const open = url.values['open'] ?? [];
  const toggle = (id: string) =>
    url.set({ open: open.includes(id) ? open.filter((one) => one !== id) : [...open, id] }, { replace: true });
  const unfold = (index: number) => {
    const test = rows?.[index];
    if (test && hasDetails(test)) toggle(test.id);
  };
  const { row, help } = useListKeys({ count: rows?.length ?? 0, open: unfold, focusSearch });
  return (
    <>
      <PagesFrame pages={tests} waitsFor="the tests of this run" more="More tests" empty={empty}>
        {(all) => <TestTable tests={all} row={row} open={open} toggle={toggle} />}
      </PagesFrame>
      {help}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
});
