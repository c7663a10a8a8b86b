import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { NewDoor } from './Hooks';

const signature = 'X-Grafana-Alerting-Signature';
const timestamp = 'X-Grafana-Alerting-Timestamp';

/** Leads Grafana Alerting to a door that was just made. */
export const GrafanaGuide = ({ door, delivered }: { door: NewDoor; delivered: string | null }) => (
  <Guide title="Connect Grafana Alerting" delivered={delivered} waitsFor="Grafana's first notification">
    <li>Open Alerting → Contact points → Create contact point, and choose the integration Webhook.</li>
    <li>
      URL
      <Copyable text={door.url} label="URL" />
    </li>
    <li>
      HMAC signature → secret
      <Copyable text={door.secret} label="secret" />
    </li>
    <li>
      HMAC signature → header
      <Copyable text={signature} label="signature header" />
    </li>
    <li>
      HMAC signature → timestamp header. Without it a notification is refused: it could be sent again for ever.
      <Copyable text={timestamp} label="timestamp header" />
    </li>
    <li>Choose Test. Then name this contact point in your alert rules, or in a notification policy.</li>
    <li>
      By files instead: set <code>SUMMIT_ALERT_URL</code> and <code>SUMMIT_ALERT_SECRET</code> for the contact point
      that is shipped in <code>alerting/</code>.
    </li>
  </Guide>
);
