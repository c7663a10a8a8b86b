import { Field, Input, RadioButtonGroup, TextArea } from '@grafana/ui';
import type { Incident, IncidentDetail } from '@summit/contracts';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { api } from '../../../shared/api/client';
import { appRoutes } from '../../../shared/appRoutes';
import { FormDrawer } from '../../../shared/ui/FormDrawer';
import { severities, severityLooks } from '../looks/looks';

const severityOptions = severities.map((value) => ({ value, label: severityLooks[value].text }));

/** Service names from one line: separated by commas, each once. */
export const servicesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

/** Opens an incident by hand and goes to it. */
export const NewIncident = ({ close }: { close: () => void }) => {
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [severity, setSeverity] = useState<Incident['severity']>('high');
  const [services, setServices] = useState('');

  const send = async () => {
    const { id } = await api.post<IncidentDetail>('/incidents', {
      title: title.trim(),
      severity,
      ...(description.trim() && { description: description.trim() }),
      affectedServices: servicesOf(services),
    });
    void navigate(appRoutes.incident(id));
  };

  return (
    <FormDrawer
      title="New incident"
      subtitle="What is wrong, and for whom?"
      action="Open incident"
      busyAction="Opening…"
      ready={title.trim() !== ''}
      send={send}
      close={close}
    >
      <Field label="Title" required>
        <Input
          id="incident-title"
          autoFocus
          maxLength={300}
          value={title}
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
      </Field>
      <Field label="Severity">
        <RadioButtonGroup options={severityOptions} value={severity} onChange={setSeverity} fullWidth />
      </Field>
      <Field label="Affected services" description="Separated by commas">
        <Input
          id="incident-services"
          value={services}
          onChange={({ currentTarget }) => setServices(currentTarget.value)}
        />
      </Field>
      <Field label="Description">
        <TextArea
          id="incident-description"
          rows={5}
          maxLength={10_000}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
      </Field>
    </FormDrawer>
  );
};
