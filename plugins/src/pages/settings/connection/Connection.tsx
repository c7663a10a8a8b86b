import { Alert, Button } from '@grafana/ui';
import { useLoad } from '../../../shared/api/useLoad';
import { Skeleton } from '../../../shared/ui/states';
import { examine, firstFailed } from './examine';
import { HopTable } from './HopTable';

/** The connection doctor: every hop from this browser to the stores. */
export const Connection = () => {
  const { data, loading, reload } = useLoad('doctor', examine);
  if (!data) return <Skeleton waitsFor="every hop to answer" />;
  const failed = firstFailed(data.hops);
  const warned = data.hops.filter(({ status }) => status === 'warning').length;
  return (
    <>
      {failed ? (
        <Alert severity="error" title={`${failed.name} fails`} data-testid="verdict">
          {failed.advice}
        </Alert>
      ) : (
        <Alert
          severity={warned > 0 ? 'warning' : 'success'}
          title={warned > 0 ? 'Connected, with something to look at' : 'Everything that is set up is connected'}
          data-testid="verdict"
        >
          {data.version !== null && `Bridge ${data.version}`}
        </Alert>
      )}
      <HopTable hops={data.hops} />
      <p>
        <Button variant="secondary" size="sm" icon="sync" onClick={reload} disabled={loading}>
          {loading ? 'Asking…' : 'Ask again'}
        </Button>
      </p>
    </>
  );
};
