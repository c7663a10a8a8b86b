import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Select, useStyles2 } from '@grafana/ui';
import type { TestHistory, TestResult } from '@summit/contracts';
import { useNavigate, useParams } from 'react-router-dom';
import type { Pages } from '../../../shared/api/usePages';
import { appRoutes } from '../../../shared/appRoutes';
import { useListKeys } from '../../../shared/keys/useListKeys';
import { Ago } from '../../../shared/time/Ago';
import { count, duration } from '../../../shared/time/format';
import { Page } from '../../../shared/ui/Page';
import { PagesFrame } from '../../../shared/ui/PagesFrame';
import { FailureNotice, Missing, Nothing, Skeleton } from '../../../shared/ui/states';
import { useUrlState } from '../../../shared/url/useUrlState';
import { Broken } from './Broken';
import { HistoryBars } from './HistoryBars';
import { Owners } from './Owners';
import { QuarantineLine } from './quarantine/QuarantineLine';
import { EndingMark, flakeSentence, FlakyBadge } from './looks';
import { ResultTable } from './ResultTable';
import { useTest } from './useTest';

/** Is this test flaky, and what broke it? */
export const TestPage = () => {
  const { testId = '' } = useParams();
  const url = useUrlState(['branch']);
  const { found, results } = useTest(testId, url.first('branch'));
  const { data, failure, loading, reload } = found;
  const parentItem = { text: 'Tests', url: appRoutes.tests() };
  return (
    <Page pageNav={{ text: data?.test.name ?? 'Test', parentItem }} subTitle="Is this test flaky, and what broke it?">
      {failure &&
        (failure.missing ? (
          <Missing what="This test" back={{ href: appRoutes.tests(), text: 'All tests' }} />
        ) : (
          <FailureNotice failure={failure} retry={reload} />
        ))}
      {!data && loading && <Skeleton waitsFor="the test" />}
      {data && (
        <>
          <Verdict history={data} reload={reload} />
          <Results results={results} branch={url.first('branch')} choose={(branch) => url.set({ branch })} />
        </>
      )}
    </Page>
  );
};

const Verdict = ({ history, reload }: { history: TestHistory; reload: () => void }) => {
  const { test, broken } = history;
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.verdict} data-testid="test-verdict">
      <div className={styles.line}>
        <EndingMark ending={test.lastOutcome} />
        <span>
          <Ago time={test.lastSeen} />
        </span>
        <FlakyBadge flaky={test.flaky} />
        <span>
          {count(test.failures)} failure{test.failures === 1 ? '' : 's'} in 30 days
        </span>
        <span>usually {duration(test.durationMs)}</span>
        <span className={styles.weak}>
          first seen <Ago time={test.firstSeen} />
        </span>
      </div>
      <div className={styles.weak}>
        {[test.repository, test.suite, test.file].filter((part) => part !== null && part !== '').join(' · ')}
      </div>
      {test.flaky.state !== 'steady' && (
        <div className={styles.weak}>
          {test.flaky.state === 'recovered' ? 'Was flaky, and has not been for 14 days.' : flakeSentence(test.flaky)}
        </div>
      )}
      <div className={styles.weak}>
        <Owners history={history} />
      </div>
      {broken.length > 0 && <Broken broken={broken} />}
      <QuarantineLine test={test} reload={reload} />
    </div>
  );
};

interface ResultsProps {
  results: Pages<TestResult>;
  branch: string;
  choose: (branch: string | null) => void;
}

const Results = ({ results, branch, choose }: ResultsProps) => {
  const styles = useStyles2(getStyles);
  const navigate = useNavigate();
  const { rows } = results;
  const { row, help } = useListKeys({
    count: rows?.length ?? 0,
    open: (index) => {
      const result = rows?.[index];
      if (result) void navigate(`${appRoutes.run(result.run.id)}?tab=tests`);
    },
  });
  return (
    <>
      <div className={styles.filter}>
        <Select
          aria-label="Branch"
          placeholder="All branches"
          options={branchesOf(branch, rows ?? []).map((value) => ({ value, label: value }))}
          value={branch || null}
          onChange={(chosen) => choose(chosen?.value ?? null)}
          isClearable
          allowCustomValue
        />
      </div>
      <PagesFrame
        pages={results}
        waitsFor="its results"
        more="Older results"
        empty={<NoResult branch={branch} all={() => choose(null)} />}
      >
        {(all) => (
          <>
            <HistoryBars results={all} />
            <ResultTable results={all} row={row} />
          </>
        )}
      </PagesFrame>
      {help}
    </>
  );
};

/** Branches that the results name, and the chosen one. */
const branchesOf = (chosen: string, results: readonly TestResult[]): string[] =>
  [...new Set([chosen, ...results.map(({ run }) => run.branch ?? '')])].filter((name) => name !== '');

const NoResult = ({ branch, all }: { branch: string; all: () => void }) =>
  branch === '' ? (
    <Nothing message="Its results are older than what is kept">
      <p>TEST_DAYS of the bridge says for how long they are.</p>
    </Nothing>
  ) : (
    <Nothing message={`It did not run on ${branch}`}>
      <Button variant="secondary" onClick={all}>
        All branches
      </Button>
    </Nothing>
  );

const getStyles = (theme: GrafanaTheme2) => ({
  verdict: css({
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    overflowWrap: 'anywhere',
  }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 2) }),
  weak: css({ color: theme.colors.text.secondary }),
  filter: css({ maxWidth: 320, margin: theme.spacing(1, 0) }),
});
