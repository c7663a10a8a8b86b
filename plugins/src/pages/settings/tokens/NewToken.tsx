import { Checkbox, Field, Input, RadioButtonGroup, Select } from '@grafana/ui';
import type { Scope, Token } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { FormDrawer } from '../../../shared/ui/FormDrawer';
import type { MadeToken } from './Tokens';

type Kind = Token['kind'];

const kinds: Array<{ value: Kind; label: string; description: string }> = [
  { value: 'service', label: 'Service', description: 'Acts under its own name: for CI jobs and scripts' },
  { value: 'grafana', label: 'Grafana', description: 'For the data source: acts as the person who is signed in' },
];
const scopes: ReadonlyArray<{ scope: Scope; what: string }> = [
  { scope: 'read', what: 'see everything' },
  { scope: 'write', what: 'change issues and incidents' },
  { scope: 'admin', what: 'manage projects, doors and tokens' },
  { scope: 'ingest', what: 'send data' },
];
const lives = [
  { value: 30, label: '30 days' },
  { value: 90, label: '90 days' },
  { value: 365, label: 'A year' },
  { value: 0, label: 'Until it is revoked' },
];

/** Makes a token. */
export const NewToken = ({ close, made }: { close: () => void; made: (token: MadeToken) => void }) => {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('service');
  const [chosen, setChosen] = useState<readonly Scope[]>(['read']);
  const [days, setDays] = useState(90);
  const ready = name.trim() !== '' && chosen.length > 0;

  const send = async () => {
    const expiresAt = days === 0 ? undefined : new Date(Date.now() + days * 86_400_000).toISOString();
    made(await api.post<MadeToken>('/tokens', { name: name.trim(), kind, scopes: chosen, expiresAt }));
  };

  return (
    <FormDrawer title="New token" action="Make token" busyAction="Making…" ready={ready} send={send} close={close}>
      <Field label="Name" required description="Who or what will use it">
        <Input
          id="token-name"
          autoFocus
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </Field>
      <Field label="Kind" description={kinds.find(({ value }) => value === kind)?.description}>
        <RadioButtonGroup options={kinds} value={kind} onChange={setKind} />
      </Field>
      <Field label="Scopes">
        <div>
          {scopes.map(({ scope, what }) => (
            <div key={scope}>
              <Checkbox
                label={scope}
                description={what}
                value={chosen.includes(scope)}
                onChange={({ currentTarget: { checked } }) =>
                  setChosen((old) => (checked ? [...old, scope] : old.filter((other) => other !== scope)))
                }
              />
            </div>
          ))}
        </div>
      </Field>
      <Field label="Valid for">
        <Select
          inputId="token-days"
          options={lives}
          value={days}
          onChange={({ value }) => value !== undefined && setDays(value)}
        />
      </Field>
    </FormDrawer>
  );
};
