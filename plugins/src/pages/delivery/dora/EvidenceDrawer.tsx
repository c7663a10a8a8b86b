import { dateTimeFormat } from '@grafana/data';
import { Button, Drawer } from '@grafana/ui';
import type { DoraChange, DoraDeployment, DoraMetric, LeadTimeStart } from '@summit/contracts';
import { useMemo, type ReactNode } from 'react';
import type { Params } from '../../../shared/api/client';
import { usePages, type Pages } from '../../../shared/api/usePages';
import { leadTimeStarts } from '../../../shared/dora/choices';
import type { Evidence } from '../../../shared/dora/evidenceUrl';
import { metrics } from '../../../shared/dora/metrics';
import { FailureNotice, Skeleton } from '../../../shared/ui/states';
import { ChangeEvidence } from './ChangeEvidence';
import { DeploymentEvidence } from './DeploymentEvidence';
import { evidenceOf, evidenceParams } from './evidenceQuery';

interface Props {
  metric: DoraMetric;
  about: Omit<Evidence, 'metric'>;
  scope: Params;
  /** Changes when what is asked for does; the times of `scope` move with the page. */
  scopeKey: string;
  start: LeadTimeStart;
  close: () => void;
}

/** A list in pages, with what is said while it loads, when it fails and when it is empty. */
function Listed<T>({
  pages,
  none,
  children,
}: {
  pages: Pages<T>;
  none: string;
  children: (rows: readonly T[]) => ReactNode;
}) {
  const { rows, next, loading, failure, reload, more } = pages;
  return (
    <>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!rows && loading && <Skeleton rows={5} waitsFor="the list from the bridge" />}
      {rows?.length === 0 && !loading && <p>{none}</p>}
      {rows && rows.length > 0 && children(rows)}
      {next !== null && (
        <Button variant="secondary" onClick={more} disabled={loading}>
          {loading ? 'Loading…' : 'More'}
        </Button>
      )}
    </>
  );
}

const Changes = ({ params, none, start }: { params: Params; none: string; start: LeadTimeStart }) => (
  <Listed pages={usePages<DoraChange>('/dora/changes', params)} none={none}>
    {(changes) => <ChangeEvidence changes={changes} start={start} />}
  </Listed>
);

const Deployments = ({ params, none }: { params: Params; none: string }) => (
  <Listed pages={usePages<DoraDeployment>('/dora/deployments', params)} none={none}>
    {(deployments) => <DeploymentEvidence deployments={deployments} />}
  </Listed>
);

const date = (text: string): string => dateTimeFormat(text, { format: 'YYYY-MM-DD HH:mm' });

/** What a number is made of: the changes or deployments, each with how sure its part in it is. */
export const EvidenceDrawer = ({ metric, about, scope, scopeKey, start, close }: Props) => {
  const { list, title, none } = evidenceOf[metric];
  const key = JSON.stringify([metric, about, scopeKey]);
  // The time is that of opening: a moving end would load the list anew for ever.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the contents
  const params = useMemo(() => evidenceParams(metric, about, scope, Date.now()), [key]);
  const place = [about.repository, about.environment].filter(Boolean).join(' to ');
  const period = about.from ? `${date(about.from)} to ${about.to ? date(about.to) : 'now'}` : '';
  const from = metric === 'leadTime' ? `Lead time ${leadTimeStarts[start]}` : metrics[metric].says;
  return (
    <Drawer
      title={`${metrics[metric].title}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`}
      subtitle={[place, period, from].filter(Boolean).join(' · ')}
      onClose={close}
      size="md"
    >
      {list === 'changes' ? (
        <Changes params={params} none={none} start={start} />
      ) : (
        <Deployments params={params} none={none} />
      )}
    </Drawer>
  );
};
