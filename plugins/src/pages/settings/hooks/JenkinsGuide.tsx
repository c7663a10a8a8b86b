import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';

const properties = 'otel.exporter.otlp.protocol=http/protobuf\notel.metrics.exporter=none\notel.logs.exporter=none';

/** Leads Jenkins to a door that was just made. */
export const JenkinsGuide = ({ door, delivered }: GuideProps) => (
  <Guide title="Connect Jenkins" delivered={delivered} waitsFor="Jenkins' first notification">
    <li>
      Install the <b>Notification</b> plugin: Manage Jenkins → Plugins → Available.
    </li>
    <li>
      The address holds the secret, so keep it as a credential: Manage Jenkins → Credentials → Add → Secret text
      <Copyable text={`${door.url}?token=${door.secret}`} label="address with secret" />
    </li>
    <li>
      In the job (or in a folder's or multibranch pipeline's template): Configure → Job Notifications → Add Endpoint.
      Format <code>JSON</code>, protocol <code>HTTP</code>, event <code>All Events</code>, URL source <b>Secret</b>, and
      that credential. Retries: 3. Log lines: 0.
    </li>
    <li>Build the job. Its start and its end come in; stages and steps are not in these notifications.</li>
    <li>
      For stages, steps, agents and their queue, add the <b>OpenTelemetry</b> plugin: Manage Jenkins → System →
      OpenTelemetry. OTLP endpoint:
      <Copyable text={door.url} label="OTLP endpoint" />
      Authentication: <b>Bearer Token Authentication</b>, with a credential (Secret text) of
      <Copyable text={door.secret} label="bearer token" />
      Advanced → Configuration properties:
      <Copyable text={properties} label="configuration properties" block />
      These come in when a build has ended, into the same run. A Jenkins that sends to a Collector already is left as it
      is: let the Collector send on to the same endpoint.
    </li>
  </Guide>
);
