import { Badge } from '@grafana/ui';
import type { Quarantine } from '@summit/contracts';
import { absolute } from '../../../../shared/time/format';

/** Says that failures of a test are put up with, and on pointing who does, why and until when. */
export const QuarantineBadge = ({ quarantine }: { quarantine: Quarantine | null }) =>
  quarantine && (
    <Badge
      color="purple"
      icon="shield"
      text="Quarantined"
      tooltip={`Until ${absolute(quarantine.until)}, by ${quarantine.by}: ${quarantine.reason}`}
    />
  );
