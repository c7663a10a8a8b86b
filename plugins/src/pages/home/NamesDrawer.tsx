import { Field, MultiSelect } from '@grafana/ui';
import { useState } from 'react';
import { api } from '../../shared/api/client';
import { useLoad } from '../../shared/api/useLoad';
import { FormDrawer } from '../../shared/ui/FormDrawer';
import { cleanNames } from './names';

interface Props {
  names: readonly string[];
  save: (names: readonly string[]) => Promise<void>;
  close: () => void;
}

/** Where a person says by which names they go in other systems. */
export const NamesDrawer = ({ names, save, close }: Props) => {
  const [chosen, setChosen] = useState(names);
  const { data, loading } = useLoad('people', () => api.get<{ items: string[] }>('/values/people', { limit: 1000 }));
  const options = [...new Set([...chosen, ...(data?.items ?? [])])].map((value) => ({ value, label: value }));
  return (
    <FormDrawer
      title="Who are you elsewhere?"
      subtitle="Runs, pull requests and commits name people as their systems do. This is kept for you alone."
      action="Save"
      busyAction="Saving…"
      ready={chosen.length > 0}
      send={async () => {
        await save(chosen);
        close();
      }}
      close={close}
    >
      <Field label="Your names" description="Logins, display names and e-mail addresses; type what is not in the list.">
        <MultiSelect
          aria-label="Your names"
          options={options}
          value={[...chosen]}
          isLoading={loading && !data}
          allowCustomValue
          onChange={(values) => setChosen(cleanNames(values.flatMap(({ value }) => value ?? [])))}
        />
      </Field>
    </FormDrawer>
  );
};
