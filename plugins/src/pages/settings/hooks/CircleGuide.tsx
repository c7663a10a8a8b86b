import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';

/** Leads CircleCI to a door that was just made. */
export const CircleGuide = ({ door, delivered }: GuideProps) => (
  <Guide title="Connect CircleCI" delivered={delivered} waitsFor="CircleCI's first delivery">
    <li>In the project, open Project Settings → Webhooks → Add Webhook.</li>
    <li>
      Receiver URL
      <Copyable text={door.url} label="receiver URL" />
    </li>
    <li>
      Secret token
      <Copyable text={door.secret} label="secret token" />
    </li>
    <li>
      Certificate verification on, events <b>Workflow Completed</b> and <b>Job Completed</b>.
    </li>
    <li>Add the webhook. CircleCI tells only what has ended, so runs appear with their first finished job.</li>
  </Guide>
);
