import { Badge } from '@grafana/ui';
import { useLiveState } from './LiveProvider';

/** Says that what is shown stands still; silent as long as it does not. */
export const LiveNote = () =>
  useLiveState() === 'broken' ? (
    <Badge
      color="orange"
      icon="exclamation-triangle"
      text="Live updates stopped, trying again"
      tooltip="The stream of changes broke. What you see is as of the last load."
      data-testid="live-broken"
    />
  ) : null;
