import type { FieldsProps } from './fieldsProps';
import { TextField } from './TextField';

export const RunSpanFields = ({ query, updateAndRun }: FieldsProps) => (
  <TextField
    id="summit-run"
    label="Run"
    value={query.runId}
    placeholder="Id of a run, or a variable such as $run"
    tooltip="The field id of a runs query, and the last part of a run page's address"
    width={60}
    onCommit={(runId) => updateAndRun({ runId: runId.trim() })}
  />
);
