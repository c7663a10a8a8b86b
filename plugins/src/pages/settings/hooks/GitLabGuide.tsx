import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { NewDoor } from './Hooks';

/** The triggers that tell pipelines, changes and deployments whole; GitLab's names for them. */
export const gitlabTriggers: readonly string[] = [
  'Pipeline events',
  'Job events',
  'Deployment events',
  'Merge request events',
  'Push events',
  'Tag push events',
];

/** Leads GitLab to a door that was just made. */
export const GitLabGuide = ({ door, delivered }: { door: NewDoor; delivered: string | null }) => (
  <Guide title="Connect GitLab" delivered={delivered} waitsFor="GitLab's first delivery">
    <li>In the project or group, open Settings → Webhooks → Add new webhook.</li>
    <li>
      URL
      <Copyable text={door.url} label="URL" />
    </li>
    <li>
      Secret token, or signing token where the form offers one
      <Copyable text={door.secret} label="secret token" />
    </li>
    <li>
      Trigger: {gitlabTriggers.join(', ')}. Runs need the first two; the others link them to commits, merge requests and
      deployments.
    </li>
    <li>Leave SSL verification on, and add the webhook.</li>
    <li>Its menu Test → Pipeline events sends the last pipeline at once; that delivery shows here.</li>
  </Guide>
);
