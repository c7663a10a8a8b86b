import { Alert } from '@grafana/ui';

export const ErrorView = ({ title, error }: { title: string; error: unknown }) => (
  <Alert severity="error" title={title}>
    {error instanceof Error ? error.message : String(error)}
  </Alert>
);
