import { Button, useStyles2 } from '@grafana/ui';
import type { Hook } from '@summit/contracts';
import { nameOfProvider } from '../../../shared/ci/providers';
import { Ago } from '../../../shared/time/Ago';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { Copyable } from '../../../shared/ui/Copyable';

interface Props {
  doors: readonly Hook[];
  rotate: (hook: Hook) => void;
  close: (hook: Hook) => void;
}

/** The doors there are, and when something last came in. */
export const DoorTable = ({ doors, rotate, close }: Props) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Webhook doors">
        <thead>
          <tr>
            <th>Door</th>
            <th>Address</th>
            <th>Last delivery</th>
            <th>Made</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {doors.map((hook) => (
            <tr key={hook.id} data-testid="door" data-door={hook.id}>
              <td className={styles.strong}>
                {hook.name}
                <div className={styles.weak}>{nameOfProvider(hook.provider)}</div>
              </td>
              <td>
                <Copyable text={hook.url} label="address" />
              </td>
              <td>{hook.lastDeliveryAt === null ? 'nothing yet' : <Ago time={hook.lastDeliveryAt} />}</td>
              <td>
                <Ago time={hook.createdAt} />
              </td>
              <td className={styles.number}>
                <Button
                  size="sm"
                  variant="secondary"
                  fill="text"
                  tooltip="The secret before stays valid until the next new one"
                  onClick={() => rotate(hook)}
                >
                  New secret
                </Button>
                <Button size="sm" variant="destructive" fill="text" onClick={() => close(hook)}>
                  Close
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
