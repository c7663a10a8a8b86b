import { Copyable } from '../../../shared/ui/Copyable';
import { Guide } from './Guide';
import type { GuideProps } from './guides';
import { OwnSecret } from './OwnSecret';

const keyCommand =
  'curl -s https://api.travis-ci.com/config | node -p "JSON.parse(require(\'fs\').readFileSync(0)).config.notifications.webhook.public_key"';

/** Leads Travis CI to a door that was just made. */
export const TravisGuide = ({ door, delivered, onSecret }: GuideProps) => (
  <Guide title="Connect Travis CI" delivered={delivered} waitsFor="Travis CI's first notification">
    <li>
      Travis CI signs with a key of its own. Fetch the public part of it
      <Copyable text={keyCommand} label="command for the key" block />
      and bring it here:
      <OwnSecret label="Travis CI's public key" onSecret={onSecret} />
    </li>
    <li>
      Put the address into <code>.travis.yml</code>
      <Copyable
        text={`notifications:\n  webhooks:\n    urls:\n      - ${door.url}\n    on_start: always\n    on_cancel: always\n    on_error: always`}
        label="notifications"
        block
      />
    </li>
    <li>Commit it. Travis CI tells when a build begins and when it has ended, with all its jobs.</li>
  </Guide>
);
