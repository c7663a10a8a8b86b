import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Select, useStyles2 } from '@grafana/ui';
import type { Deployment, DeploymentErrors, LatencyComparison } from '@summit/contracts';
import { linkedSource } from '../../../../../shared/api/sources';
import type { Loaded } from '../../../../../shared/api/useLoad';
import { FailureNotice, Skeleton } from '../../../../../shared/ui/states';
import { useUrlState } from '../../../../../shared/url/useUrlState';
import { VerdictMark } from '../errors/VerdictMark';
import { Section } from '../Section';
import { LatencyTable } from './LatencyTable';
import { useCompared, useServices } from './useLatency';
import { chosenService, latencySentence, likelyService } from './words';

type Around = NonNullable<DeploymentErrors['around']>;

interface Props {
  deployment: Deployment;
  /** The stretches of time that errors are compared over; null where there was none. */
  around: Around | null;
}

/** Did it become slower? What the Collector counted of the service's requests, from the user's own Prometheus or Mimir. */
export const LatencyAround = ({ deployment, around }: Props) => {
  const styles = useStyles2(getStyles);
  const source = linkedSource('prometheus', 'mimir');
  if (!source || !around)
    return (
      <Section title="Latency before and after">
        <p className={styles.weak} data-testid="latency-none">
          {source
            ? 'There is no time before and after it to compare.'
            : 'This Grafana has no Prometheus or Mimir data source. Add the one that the Collector’s span metrics go to: see Settings → Connection.'}
        </p>
      </Section>
    );
  return <Asked deployment={deployment} around={around} uid={source.uid} name={source.name} />;
};

interface AskedProps {
  deployment: Deployment;
  around: Around;
  uid: string;
  name: string;
}

const Asked = ({ deployment, around, uid, name }: AskedProps) => {
  const url = useUrlState(['service']);
  const likely = likelyService(deployment);
  const services = useServices(uid, around);
  const known = services.data ?? [];
  const service = services.data ? chosenService(known, url.first('service'), likely) : null;
  const compared = useCompared(uid, service, deployment, around);
  const choose = (
    <Select
      aria-label="Service"
      inputId="latency-service"
      width={28}
      options={known.map((value) => ({ value, label: value }))}
      value={service}
      placeholder="Choose a service"
      onChange={({ value }) => url.set({ service: value === undefined || value === likely ? null : value })}
    />
  );
  return (
    <Section title="Latency before and after" actions={known.length > 0 && choose}>
      <Waiting services={services} compared={compared} source={name} />
      {services.data && service === null && <NoService likely={likely} any={known.length > 0} source={name} />}
      {compared.data && service !== null && (
        <Compared compared={compared.data} service={service} environment={deployment.environment} source={name} />
      )}
    </Section>
  );
};

interface WaitingProps {
  services: Loaded<string[]>;
  compared: Loaded<LatencyComparison | null>;
  source: string;
}

/** What goes on, or went wrong, between Grafana and the data source. */
const Waiting = ({ services, compared, source }: WaitingProps) => {
  const failed = services.failure ? services : compared;
  if (failed.failure)
    return (
      <FailureNotice
        failure={{
          ...failed.failure,
          hop: `Grafana → ${source}`,
          advice: 'Open the data source and choose Save & test.',
        }}
        retry={failed.reload}
      />
    );
  const waits = !compared.data && (services.loading || compared.loading);
  return waits ? <Skeleton rows={2} waitsFor={source} /> : null;
};

const NoService = ({ likely, any, source }: { likely: string; any: boolean; source: string }) => {
  const styles = useStyles2(getStyles);
  return (
    <p className={styles.weak} data-testid="latency-none">
      {any
        ? `No service is called ${likely}: choose the one that was deployed.`
        : `${source} has no span metrics of that time. The Collector makes them of the spans that services send (collector-config), for the tenants that it names.`}
    </p>
  );
};

interface ComparedProps {
  compared: LatencyComparison;
  service: string;
  environment: string;
  source: string;
}

const Compared = ({ compared, service, environment, source }: ComparedProps) => {
  const styles = useStyles2(getStyles);
  const { before, after, verdict } = compared;
  if (before.requests + after.requests === 0)
    return (
      <p className={styles.weak} data-testid="latency-none">
        {source} counted no requests of {service} in {environment} before or after it. Do its spans carry{' '}
        <code>deployment.environment.name</code>?
      </p>
    );
  return (
    <>
      <div className={styles.verdict} data-testid="latency-verdict">
        <VerdictMark verdict={verdict} of="latency" />
        <span>{latencySentence(compared)}</span>
      </div>
      <LatencyTable before={before} after={after} />
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  verdict: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), marginBottom: theme.spacing(1) }),
  weak: css({ color: theme.colors.text.secondary }),
});
