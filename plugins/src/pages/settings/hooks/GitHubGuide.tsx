import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { NewDoor } from './Hooks';

/** The events that tell runs, changes and deployments whole; GitHub's names for them. */
export const githubEvents: readonly string[] = [
  'Workflow runs',
  'Workflow jobs',
  'Pushes',
  'Pull requests',
  'Deployments',
  'Deployment statuses',
  'Check runs',
];

/** Leads GitHub to a door that was just made. */
export const GitHubGuide = ({ door, delivered }: { door: NewDoor; delivered: string | null }) => (
  <Guide title="Connect GitHub" delivered={delivered} waitsFor="GitHub's first delivery">
    <li>In the repository or organisation, open Settings → Webhooks → Add webhook.</li>
    <li>
      Payload URL
      <Copyable text={door.url} label="payload URL" />
    </li>
    <li>
      Content type <code>application/json</code>
    </li>
    <li>
      Secret
      <Copyable text={door.secret} label="secret" />
    </li>
    <li>
      “Let me select individual events”: {githubEvents.join(', ')}. Runs need the first two; the others link them to
      commits, pull requests and deployments.
    </li>
    <li>Add the webhook. GitHub's ping shows there that the door is reached; the first event after it shows here.</li>
  </Guide>
);
