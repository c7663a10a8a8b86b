import { Field, Input, Select } from '@grafana/ui';
import type { Project } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../shared/api/client';
import { FormDrawer } from '../../../shared/ui/FormDrawer';

const platforms = [
  { value: 'javascript', label: 'Browser JavaScript' },
  { value: 'node', label: 'Node' },
  { value: 'python', label: 'Python' },
  { value: 'other', label: 'Something else' },
];

/** Makes a project with its first DSN. */
export const NewProject = ({ close, made }: { close: () => void; made: (project: Project) => void }) => {
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const [platform, setPlatform] = useState('javascript');
  const wrongSlug = slug !== '' && !/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/.test(slug);
  const ready = name.trim() !== '' && !wrongSlug;

  const send = async () =>
    made(await api.post<Project>('/projects', { name: name.trim(), platform, ...(slug && { slug }) }));

  return (
    <FormDrawer
      title="New project"
      subtitle="One for each application that sends errors"
      action="Make project"
      busyAction="Making…"
      ready={ready}
      send={send}
      close={close}
    >
      <Field label="Name" required>
        <Input
          id="project-name"
          autoFocus
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </Field>
      <Field
        label="Short name"
        description="In links and issue numbers; made from the name when left empty"
        invalid={wrongSlug}
        error="Small letters, digits and hyphens"
      >
        <Input
          id="project-slug"
          maxLength={50}
          value={slug}
          onChange={({ currentTarget }) => setSlug(currentTarget.value)}
        />
      </Field>
      <Field label="Platform">
        <Select
          inputId="project-platform"
          options={platforms}
          value={platform}
          onChange={({ value }) => value !== undefined && setPlatform(value)}
        />
      </Field>
    </FormDrawer>
  );
};
