import { locationUtil } from '@grafana/data';
import { Alert, Button, LinkButton, Select, useStyles2 } from '@grafana/ui';
import type { Cost } from '@summit/contracts';
import { useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { count, duration } from '../../../shared/time/format';
import { Page } from '../../../shared/ui/Page';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { SuggestedFilter } from '../../../shared/ui/filters';
import { SearchBox } from '../../../shared/ui/SearchBox';
import { FailureNotice, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { PipelinesTabs } from '../PipelinesTabs';
import { CostTable, hrefOf } from './CostTable';
import { Prices } from './Prices';
import { byOf, defaultBy, defaultFrom, filterNames, kinds, ranges } from './query';
import { Totals } from './Totals';
import { Trend } from './Trend';
import { csvPath, useCost } from './useCost';

/** What CI costs, and what of it was for nothing. */
export const CostPage = () => {
  const styles = useStyles2(filterBarStyles);
  const url = useUrlState([...filterNames, 'prices']);
  const { data, failure, loading, reload } = useCost(url.values);
  const searchBox = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const rows = data?.items ?? [];
  const { row, help } = useListKeys({
    count: rows.length,
    open: (index) => {
      const item = rows[index];
      const href = item ? hrefOf(item) : null;
      if (href !== null) void navigate(href);
    },
    focusSearch: () => searchBox.current?.focus(),
  });
  const editPrices = () => url.set({ prices: '1' });
  const closePrices = () => url.set({ prices: null });
  return (
    <Page
      pageNav={{ text: 'Cost', parentItem: { text: 'Pipelines', url: appRoutes.pipelines() } }}
      subTitle="What does CI cost, and what of it was for nothing?"
      actions={
        <>
          <Button variant="secondary" icon="dollar-alt" onClick={editPrices}>
            Prices
          </Button>
          <LinkButton
            variant="secondary"
            icon="download-alt"
            href={locationUtil.assureBaseUrl(csvPath(url.values))}
            download="cost.csv"
            target="_self"
          >
            CSV
          </LinkButton>
        </>
      }
    >
      <PipelinesTabs active="cost" />
      <div className={styles.bar} role="search" aria-label="Filter cost">
        <div className={styles.search}>
          <SearchBox
            inputRef={searchBox}
            placeholder="Job, pipeline or repository ( / )"
            value={url.first('q')}
            onCommit={(q) => url.set({ q }, { replace: true })}
          />
        </div>
        <SuggestedFilter url={url} name="team" label="Team" source="teams" />
        <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
        <SuggestedFilter url={url} name="name" label="Pipeline" source="pipelines" />
        <SuggestedFilter url={url} name="branch" label="Branch" source="branches" />
        <Select
          aria-label="Period"
          options={[...ranges]}
          value={url.first('from') || defaultFrom}
          onChange={({ value }) => url.set({ from: value === defaultFrom ? null : (value ?? null) })}
        />
        <Select
          aria-label="Group"
          options={[...kinds]}
          value={byOf(url.values)}
          onChange={({ value }) => url.set({ by: value === defaultBy ? null : (value ?? null) })}
        />
      </div>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="what was spent, from the bridge" />}
      {data && rows.length === 0 && !failure && (
        <Nothing message="No job ended in this period">
          <p>What jobs took appears here when they end. Choose a longer period, or other filters.</p>
          <Button
            variant="secondary"
            onClick={() => url.set({ q: null, team: null, repository: null, name: null, branch: null })}
          >
            Clear filters
          </Button>
        </Nothing>
      )}
      {data && rows.length > 0 && (
        <>
          <div>
            <PriceNotice cost={data} edit={editPrices} />
          </div>
          <Totals cost={data} />
          <Trend cost={data} />
          <CostTable cost={data} by={byOf(url.values)} row={row} />
          {data.itemsTotal > rows.length && (
            <p>
              The first {count(rows.length)} of {count(data.itemsTotal)}.
            </p>
          )}
        </>
      )}
      {url.first('prices') === '1' && (
        <Prices
          close={closePrices}
          saved={() => {
            closePrices();
            reload();
          }}
        />
      )}
      {help}
    </Page>
  );
};

/** Says what is not in the money, and what to do about it. */
const PriceNotice = ({ cost, edit }: { cost: Cost; edit: () => void }) => {
  const { unpricedMs, workedMs } = cost.total;
  if (unpricedMs === 0) return null;
  const none = cost.currency === null;
  return (
    <Alert
      severity="info"
      title={
        none
          ? 'Shown as time: there are no prices yet'
          : `${duration(unpricedMs)} of ${duration(workedMs)} ran on runners without a price`
      }
    >
      {none
        ? 'Summit assumes no prices. Fill in what a minute of your runners costs, and time becomes money, of the past too. '
        : 'They are in the time and not in the money. '}
      <Button size="sm" variant="secondary" onClick={edit}>
        Fill in prices
      </Button>
    </Alert>
  );
};
