import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Prediction, PredictionReport as Report } from '@summit/contracts';
import { api } from '../../../shared/api/client';
import { useLoad } from '../../../shared/api/useLoad';
import { Ago } from '../../../shared/time/Ago';
import { count } from '../../../shared/time/format';
import { FailureNotice } from '../../../shared/ui/states';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { percent } from '../health/looks';

const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

function verdict({ doubt, runs, testFailed, gainLow, gainHigh }: Report): string {
  if (doubt === 'too_few')
    return `Not shown: ${count(runs)} runs ended, ${count(testFailed)} of the newest failed. It wants 500 runs and 30 failures among the newest.`;
  if (doubt === 'no_better')
    return `Not shown: on runs that it was not trained on it is not surely better than “it ends as the run before did” (gain ${figure(gainLow)} to ${figure(gainHigh)}), or its probabilities are no better than the usual rate.`;
  return 'Shown on runs that are queued or running, and on the board.';
}

/** How well failures are predicted, whether that is shown or not. */
export const PredictionReport = () => {
  const styles = useStyles2(getStyles);
  const { data, failure, reload } = useLoad('prediction', () => api.get<Prediction>('/predictions/report'));
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!data) return null;
  return (
    <section className={styles.section} aria-label="Prediction of failures" data-testid="prediction-report">
      <h3>Which runs will fail</h3>
      {data.report === null || data.trainedAt === null ? (
        <p className={styles.weak}>
          Nothing was trained yet: the bridge does it a while after its start, and every six hours, by your own history.
        </p>
      ) : (
        <>
          <p>{verdict(data.report)}</p>
          <p className={styles.weak}>
            Trained <Ago time={data.trainedAt} /> on {count(data.report.runs)} runs of all repositories.
          </p>
          {data.report.prAuc !== null && <Measures report={data.report} />}
        </>
      )}
    </section>
  );
};

const Measures = ({ report }: { report: Report }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Measured on held-out runs">
        <thead>
          <tr>
            <th>
              On the {count(report.testRuns)} newest runs, {count(report.testFailed)} of which failed
            </th>
            <th className={styles.number}>Model</th>
            <th className={styles.number}>Compared with</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              PR-AUC of failing runs <span className={styles.weak}>beside “as the run before”; more is better</span>
            </td>
            <td className={styles.number}>{figure(report.prAuc)}</td>
            <td className={styles.number}>{figure(report.baselinePrAuc)}</td>
          </tr>
          <tr>
            <td>
              Brier score <span className={styles.weak}>beside saying the usual rate of every run; less is better</span>
            </td>
            <td className={styles.number}>{figure(report.brier)}</td>
            <td className={styles.number}>{figure(report.brierOfRate)}</td>
          </tr>
          {report.bins.map(({ predicted, observed, runs }, n) => (
            <tr key={n}>
              <td>
                {count(runs)} runs <span className={styles.weak}>what was predicted, beside what failed</span>
              </td>
              <td className={styles.number}>{percent(predicted)}</td>
              <td className={styles.number}>{percent(observed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4) }),
  weak: css({ color: theme.colors.text.secondary }),
});
