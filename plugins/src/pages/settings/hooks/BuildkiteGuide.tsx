import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';
import { OwnSecret } from './OwnSecret';

/** The events that tell builds whole; Buildkite's names for them. */
export const buildkiteEvents: readonly string[] = [
  'build.scheduled',
  'build.running',
  'build.failing',
  'build.finished',
  'build.skipped',
  'job.scheduled',
  'job.started',
  'job.finished',
  'job.activated',
];

/** Leads Buildkite to a door that was just made. */
export const BuildkiteGuide = ({ door, delivered, onSecret }: GuideProps) => (
  <Guide title="Connect Buildkite" delivered={delivered} waitsFor="Buildkite's first delivery">
    <li>In the organisation, open Settings → Notification Services → Webhook → Add.</li>
    <li>
      Webhook URL
      <Copyable text={door.url} label="webhook URL" />
    </li>
    <li>
      Choose <b>Send an HMAC signature</b> (X-Buildkite-Signature). Put this secret into Token
      <Copyable text={door.secret} label="token" />
      or, where Buildkite has made a token of its own, bring that one here:
      <OwnSecret label="Buildkite's token" onSecret={onSecret} />
    </li>
    <li>Events: {buildkiteEvents.join(', ')}. All pipelines, no branch filter.</li>
    <li>Add the notification. Its ping shows there that the door is reached; the first event after it shows here.</li>
  </Guide>
);
