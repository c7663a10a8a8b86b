import { useStyles2 } from '@grafana/ui';
import type { RefObject } from 'react';
import { displayStatuses, statusLooks } from '../../../shared/status/status';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { FixedFilter, RangeFilter, SuggestedFilter } from '../../../shared/ui/filters';
import { SearchBox } from '../../../shared/ui/SearchBox';
import type { useUrlState } from '../../../shared/url/useUrlState';

const statuses = displayStatuses.map((value) => ({
  value,
  label: statusLooks[value].word,
  icon: statusLooks[value].icon,
}));

interface Props {
  url: ReturnType<typeof useUrlState>;
  searchBox: RefObject<HTMLInputElement>;
}

export const FilterBar = ({ url, searchBox }: Props) => {
  const styles = useStyles2(filterBarStyles);
  return (
    <div className={styles.bar} role="search" aria-label="Filter runs">
      <div className={styles.search}>
        <SearchBox
          inputRef={searchBox}
          placeholder="Title, branch, commit, author ( / )"
          value={url.first('q')}
          onCommit={(q) => url.set({ q }, { replace: true })}
        />
      </div>
      <FixedFilter url={url} name="status" label="Status" options={statuses} />
      <SuggestedFilter url={url} name="repository" label="Repository" source="repositories" />
      <SuggestedFilter url={url} name="name" label="Pipeline" source="pipelines" />
      <SuggestedFilter url={url} name="branch" label="Branch" source="branches" />
      <RangeFilter url={url} />
    </div>
  );
};
