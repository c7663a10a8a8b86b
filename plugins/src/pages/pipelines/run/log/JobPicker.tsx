import { Combobox, type ComboboxOption } from '@grafana/ui';
import { statusLooks } from '../../../../shared/status/status';
import { count } from '../../../../shared/time/format';
import type { JobLog } from './data/order';
import { troubleWords } from './search/words';

interface Props {
  logs: readonly JobLog[];
  current: JobLog;
  onChoose: (log: JobLog) => void;
}

const optionOf = ({ log, job }: JobLog): ComboboxOption => ({
  value: log.id,
  label: log.jobName || 'The whole run',
  description: [
    ...(job ? [statusLooks[job.status].word] : []),
    `${count(log.lines)} lines`,
    troubleWords(log.errors, log.warnings),
  ]
    .filter((part) => part !== '')
    .join(' · '),
});

/** Whose log is read: the jobs that failed first. */
export const JobPicker = ({ logs, current, onChoose }: Props) => (
  <Combobox
    aria-label="Job"
    options={logs.map(optionOf)}
    value={current.log.id}
    width={34}
    onChange={({ value }) => {
      const chosen = logs.find(({ log }) => log.id === value);
      if (chosen) onChoose(chosen);
    }}
  />
);
