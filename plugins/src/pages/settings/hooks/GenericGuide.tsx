import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';

/** A run that any terminal can send, to see that the door opens. */
const firstRun = (time: string): string =>
  JSON.stringify({
    system: 'terminal.example.org',
    events: [{ type: 'run', id: 'first', name: 'first', status: 'success', time }],
  });

/** Leads whatever has no door of its own to one that was just made. */
export const GenericGuide = ({ door, delivered }: GuideProps) => (
  <Guide title="Connect anything else" delivered={delivered} waitsFor="the first delivery">
    <li>
      Send runs, jobs, deployments, changes or commits as JSON to
      <Copyable text={door.url} label="address" />
      <code>docs/generic-door.md</code> has all their fields, and ready examples for a deploy script, Argo CD and Flux.
    </li>
    <li>
      Prove who sends: with the header <code>X-Summit-Token</code>, with <code>Authorization: Bearer</code>, or by
      signing the body (<code>X-Signature</code>, or as Standard Webhooks say) with
      <Copyable text={door.secret} label="secret" />
    </li>
    <li>
      Try it from a terminal: what is wrong with a delivery is in the answer
      <Copyable
        text={`curl --fail-with-body -sS '${door.url}' -H 'authorization: Bearer ${door.secret}' -H 'content-type: application/json' -d '${firstRun(door.createdAt)}'`}
        label="first delivery"
        block
      />
    </li>
  </Guide>
);
