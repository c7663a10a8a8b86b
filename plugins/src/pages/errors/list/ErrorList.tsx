import { Button, Tab, TabsBar } from '@grafana/ui';
import { useCallback, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { allPages } from '../../../shared/csv/allPages';
import { CsvButton } from '../../../shared/csv/CsvButton';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { ListFrame } from '../../../shared/ui/ListFrame';
import { Page } from '../../../shared/ui/Page';
import { PageLink } from '../../../shared/ui/PageLink';
import { Nothing } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { issueColumns } from './csv';
import { IssueFilters } from './IssueFilters';
import { IssueTable } from './IssueTable';
import { apiParams, chooseTab, countOf, filterNames, shownTab, statusTabs } from './query';
import { useCounts } from './useCounts';
import { useIssues } from './useIssues';

const words = { unresolved: 'Unresolved', resolved: 'Resolved', archived: 'Archived', all: 'All' } as const;

/** What broke, since when, by what? */
export const ErrorList = () => {
  const url = useUrlState(filterNames);
  const issues = useIssues(url.values);
  const searchBox = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const open = useCallback(
    (index: number) => {
      const issue = issues.rows?.[index];
      if (issue) void navigate(appRoutes.issue(issue.id));
    },
    [navigate, issues.rows],
  );
  const focusSearch = useCallback(() => searchBox.current?.focus(), []);
  const { row, help } = useListKeys({ count: issues.rows?.length ?? 0, open, focusSearch });
  const shown = shownTab(url.values);
  const filtered = filterNames.some((name) => name !== 'status' && name !== 'sort' && url.first(name) !== '');
  const clear = () => url.set(Object.fromEntries(filterNames.map((name) => [name, null])));
  const counts = useCounts(url.values);

  return (
    <Page
      subTitle="What broke, since when, by what?"
      actions={
        <CsvButton
          name="issues"
          columns={issueColumns}
          rows={(told, signal) => allPages('/issues', apiParams(url.values, Date.now()), told, signal)}
        />
      }
    >
      <TabsBar>
        {statusTabs.map((tab) => {
          const count = counts && countOf(counts, tab);
          return (
            <Tab
              key={tab}
              label={typeof count === 'string' ? `${words[tab]} ${count}` : words[tab]}
              active={tab === shown}
              counter={typeof count === 'number' ? count : undefined}
              onChangeTab={() => url.set(chooseTab(url.values, tab))}
            />
          );
        })}
      </TabsBar>
      <IssueFilters url={url} searchBox={searchBox} />
      <ListFrame
        list={issues}
        waitsFor="issues from the bridge"
        older="More issues"
        empty={<Empty filtered={filtered} tab={words[shown]} clear={clear} />}
      >
        {(rows) => <IssueTable issues={rows} row={row} showStatus={shown === 'all'} />}
      </ListFrame>
      {help}
    </Page>
  );
};

const Empty = ({ filtered, tab, clear }: { filtered: boolean; tab: string; clear: () => void }) => {
  if (filtered)
    return (
      <Nothing message="No issue matches these filters">
        <Button variant="secondary" onClick={clear}>
          Clear filters
        </Button>
      </Nothing>
    );
  if (tab === words.resolved || tab === words.archived)
    return (
      <Nothing message={`Nothing is ${tab.toLowerCase()} yet`}>Issues come here when somebody moves them.</Nothing>
    );
  return (
    <Nothing message="No errors yet">
      <p>Issues appear here a moment after an SDK sends its first error.</p>
      <PageLink href={`${appRoutes.settings()}?tab=projects`} icon="link">
        Set up an SDK
      </PageLink>
    </Nothing>
  );
};
