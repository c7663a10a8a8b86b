import { Button, Field, Input } from '@grafana/ui';
import { useId, useState, type SyntheticEvent } from 'react';

interface Props {
  /** What the other side calls it. */
  label: string;
  /** Gives the door that secret. */
  onSecret: (secret: string) => void;
}

const MIN_LENGTH = 16;

/** For systems that make the secret themselves: it is carried here instead of there. */
export const OwnSecret = ({ label, onSecret }: Props) => {
  const id = useId();
  const [secret, setSecret] = useState('');
  const tooShort = secret !== '' && secret.length < MIN_LENGTH;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSecret(secret.trim());
    setSecret('');
  };
  return (
    <form onSubmit={submit}>
      <Field label={label} htmlFor={id} invalid={tooShort} error={`At least ${MIN_LENGTH} characters.`} noMargin>
        <Input
          id={id}
          type="password"
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          addonAfter={
            <Button type="submit" variant="secondary" disabled={secret.trim().length < MIN_LENGTH}>
              Use it
            </Button>
          }
        />
      </Field>
    </form>
  );
};
