import { Badge } from '@grafana/ui';

/** An environment, marked as production where its name does not say so. */
export const EnvironmentName = ({ name, production }: { name: string; production: boolean }) => (
  <>
    {name}
    {production && !/^prod/i.test(name) && (
      <>
        {' '}
        <Badge color="blue" text="production" />
      </>
    )}
  </>
);
