import { Alert, Button, Drawer, Field, Input, Select } from '@grafana/ui';
import type { Project } from '@summit/contracts';
import { useState, type FormEvent } from 'react';
import { api } from '../../../shared/api/client';
import { explain, type Failure } from '../../../shared/api/failure';

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
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const wrongSlug = slug !== '' && !/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/.test(slug);
  const ready = name.trim() !== '' && !wrongSlug && !busy;

  const send = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      made(await api.post<Project>('/projects', { name: name.trim(), platform, ...(slug && { slug }) }));
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void send();
  };

  return (
    <Drawer title="New project" subtitle="One for each application that sends errors" size="sm" onClose={close}>
      <form onSubmit={onSubmit}>
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
        {failure && (
          <Alert severity="error" title={`${failure.hop}: ${failure.detail}`}>
            {failure.advice}
          </Alert>
        )}
        <Button type="submit" disabled={!ready}>
          {busy ? 'Making…' : 'Make project'}
        </Button>{' '}
        <Button variant="secondary" onClick={close}>
          Cancel
        </Button>
      </form>
    </Drawer>
  );
};
