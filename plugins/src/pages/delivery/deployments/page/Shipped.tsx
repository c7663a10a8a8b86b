import { cx } from '@emotion/css';
import { Button, useStyles2 } from '@grafana/ui';
import type { DoraChange } from '@summit/contracts';
import type { Pages } from '../../../../shared/api/usePages';
import { Ago } from '../../../../shared/time/Ago';
import { duration } from '../../../../shared/time/format';
import { FailureNotice, Skeleton } from '../../../../shared/ui/states';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { ChangeTitle } from '../../ChangeTitle';
import { shipmentWords } from '../../confidence';
import { ConfidenceTag } from '../../ConfidenceTag';

/** The changes, and commits without one, that a deployment was the first to bring to its environment. */
export const Shipped = ({ shipped, ended }: { shipped: Pages<DoraChange>; ended: boolean }) => {
  const styles = useStyles2(tableStyles);
  const { rows, next, loading, failure, reload, more } = shipped;
  return (
    <section aria-label="What it shipped">
      <h2>What it shipped</h2>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!rows && loading && <Skeleton rows={3} waitsFor="what it shipped" />}
      {rows?.length === 0 && (
        <p className={styles.weak}>
          {ended
            ? 'Nothing that was not there before: what it brought had been deployed here already, or nothing is known of its commits.'
            : 'Known once it has succeeded.'}
        </p>
      )}
      {rows && rows.length > 0 && (
        <div className={styles.wrap}>
          <table className={styles.table} aria-label="What it shipped">
            <thead>
              <tr>
                <th>Change</th>
                <th className={styles.wide}>Author</th>
                <th>Landed</th>
                <th className={styles.number}>From first commit</th>
                <th>Link</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((change) => (
                <tr key={`${change.number ?? ''} ${change.commit}`} data-testid="shipped-row">
                  <td className={cx(styles.rest)}>
                    <div className={styles.clamped}>
                      <ChangeTitle change={change} />
                    </div>
                    {change.author && <div className={cx(styles.weak, styles.narrow)}>by {change.author.name}</div>}
                  </td>
                  <td className={styles.wide}>{change.author?.name ?? '–'}</td>
                  <td>
                    <Ago time={change.landedAt} />
                  </td>
                  <td className={styles.number}>{duration(change.leadTimeMs.first_commit)}</td>
                  <td>
                    <ConfidenceTag words={shipmentWords[change.confidence]} sure={change.confidence === 'exact'} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next !== null && (
        <Button variant="secondary" onClick={more} disabled={loading}>
          {loading ? 'Loading…' : 'More changes'}
        </Button>
      )}
    </section>
  );
};
