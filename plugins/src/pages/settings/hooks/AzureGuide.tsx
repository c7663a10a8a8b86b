import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';

/** Triggers of service hooks; Azure DevOps' names for them. */
export const azureTriggers: readonly string[] = [
  'Run state changed',
  'Run job state changed',
  'Code pushed',
  'Pull request created',
  'Pull request updated',
];

/** Leads Azure DevOps to a door that was just made. */
export const AzureGuide = ({ door, delivered }: GuideProps) => (
  <Guide title="Connect Azure DevOps" delivered={delivered} waitsFor="Azure DevOps' first event">
    <li>In the project, open Project settings → Service hooks → Create subscription → Web Hooks.</li>
    <li>
      Make one subscription for each of these triggers: {azureTriggers.join(', ')}. Runs need the first two; servers of
      your own have no job events.
    </li>
    <li>
      URL
      <Copyable text={door.url} label="URL" />
    </li>
    <li>
      Basic authentication username <code>summit</code>, password
      <Copyable text={door.secret} label="password" />
    </li>
    <li>
      Resource details to send: All. Finish without Test, which sends a sample that would be listed as a run; the next
      real event shows here.
    </li>
  </Guide>
);
