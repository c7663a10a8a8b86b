import { Field, Input, TextArea } from '@grafana/ui';
import type { Quarantine, TestSummary } from '@summit/contracts';
import { useState } from 'react';
import { api } from '../../../../shared/api/client';
import { FormDrawer } from '../../../../shared/ui/FormDrawer';
import { beginOf, choice, dayOf } from './until';

interface Props {
  test: TestSummary;
  close: () => void;
  made: (quarantine: Quarantine) => void;
}

/** Puts a test into quarantine, or changes the one it is in. */
export const QuarantineDrawer = ({ test, close, made }: Props) => {
  const [now] = useState(() => new Date());
  const days = choice(now);
  const [reason, setReason] = useState(test.quarantine?.reason ?? '');
  const [day, setDay] = useState(test.quarantine ? dayOf(new Date(test.quarantine.until)) : days.usual);
  const until = beginOf(day, now);
  const send = async () =>
    made(
      await api.put<Quarantine>(`/tests/${encodeURIComponent(test.id)}/quarantine`, { reason: reason.trim(), until }),
    );
  return (
    <FormDrawer
      title={test.quarantine ? 'Change the quarantine' : 'Put into quarantine'}
      subtitle={test.name}
      action={test.quarantine ? 'Change' : 'Put into quarantine'}
      busyAction="Saving…"
      ready={reason.trim() !== '' && until !== null}
      send={send}
      close={close}
    >
      <p>
        Its failures stay visible. Builds that ask (<code>summit report --quarantine</code>) do not fail because of
        them.
      </p>
      <Field label="Reason" description="Why its failures are put up with, and what is done about it" required>
        <TextArea
          id="quarantine-reason"
          autoFocus
          rows={3}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </Field>
      <Field
        label="Until"
        description="It ends by itself on this day, at most 90 days from now"
        invalid={until === null}
        error={`A day from ${days.first} to ${days.last}`}
        required
      >
        <Input
          id="quarantine-until"
          type="date"
          min={days.first}
          max={days.last}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
      </Field>
    </FormDrawer>
  );
};
