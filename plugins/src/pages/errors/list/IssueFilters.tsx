import { Select, useStyles2 } from '@grafana/ui';
import type { RefObject } from 'react';
import { filterBarStyles } from '../../../shared/ui/filterBarStyles';
import { FixedFilter, RangeFilter, SuggestedFilter } from '../../../shared/ui/filters';
import { SearchBox } from '../../../shared/ui/SearchBox';
import type { useUrlState } from '../../../shared/url/useUrlState';
import { levelLooks, levels } from '../level/levels';
import { SyntaxHelp } from './SyntaxHelp';

const sorts = [
  { value: '', label: 'Last seen' },
  { value: 'firstSeen', label: 'First seen' },
  { value: 'count', label: 'Events' },
  { value: 'users', label: 'Users' },
];

const levelOptions = levels.map((value) => ({ value, label: levelLooks[value].word, icon: levelLooks[value].icon }));

interface Props {
  url: ReturnType<typeof useUrlState>;
  searchBox: RefObject<HTMLInputElement>;
}

export const IssueFilters = ({ url, searchBox }: Props) => {
  const styles = useStyles2(filterBarStyles);
  return (
    <div className={styles.bar} role="search" aria-label="Filter issues">
      <div className={styles.searchWithHelp}>
        <SearchBox
          inputRef={searchBox}
          placeholder="Search: words level:error ( / )"
          value={url.first('q')}
          onCommit={(q) => url.set({ q }, { replace: true })}
        />
        <SyntaxHelp />
      </div>
      <SuggestedFilter url={url} name="project" label="Project" source="projects" />
      <FixedFilter url={url} name="level" label="Level" options={levelOptions} />
      <SuggestedFilter url={url} name="environment" label="Environment" source="environments" />
      <RangeFilter url={url} />
      <Select
        aria-label="Sort"
        prefix="Sort"
        options={sorts}
        value={url.first('sort')}
        onChange={({ value }) => url.set({ sort: value ?? null })}
      />
    </div>
  );
};
