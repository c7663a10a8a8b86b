import { Alert, Button, Drawer } from '@grafana/ui';
import { useState, type FormEvent, type ReactNode } from 'react';
import { explain, type Failure } from '../api/failure';

interface FormDrawerProps {
  title: string;
  subtitle?: string;
  /** What the button says, and while it is busy. */
  action: string;
  busyAction: string;
  /** Whether the form can be sent as it is. */
  ready: boolean;
  /** Sends the form and then leaves the drawer; what it throws is explained in the drawer, and the form stays filled in. */
  send: () => Promise<void>;
  close: () => void;
  children: ReactNode;
}

/** A form beside a list, that makes one thing. */
export const FormDrawer = (props: FormDrawerProps) => {
  const { title, subtitle, action, busyAction, send, close, children } = props;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const ready = props.ready && !busy;
  const submit = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await send();
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void submit();
  };
  return (
    <Drawer title={title} subtitle={subtitle} size="sm" onClose={close}>
      <form onSubmit={onSubmit}>
        {children}
        {failure && (
          <Alert severity="error" title={`${failure.hop}: ${failure.detail}`}>
            {failure.advice}
          </Alert>
        )}
        <Button type="submit" disabled={!ready}>
          {busy ? busyAction : action}
        </Button>{' '}
        <Button variant="secondary" onClick={close}>
          Cancel
        </Button>
      </form>
    </Drawer>
  );
};
