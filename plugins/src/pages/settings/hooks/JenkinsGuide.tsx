import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';

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
  </Guide>
);
