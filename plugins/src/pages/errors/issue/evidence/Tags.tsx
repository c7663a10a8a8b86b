import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { searchUrl } from '../links';

/** The tags of one event; each leads to the issues that share it. */
export const Tags = ({ tags }: { tags: Readonly<Record<string, string>> }) => {
  const styles = useStyles2(tableStyles);
  const entries = Object.entries(tags);
  if (entries.length === 0) return <p className={styles.weak}>This event has no tags.</p>;
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Tags of this event">
        <tbody>
          {entries.map(([key, value]) => {
            const search = searchUrl(key, value);
            return (
              <tr key={key}>
                <td className={styles.weak}>{key}</td>
                <td className={styles.mono}>{search ? <Link to={search}>{value}</Link> : value}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
