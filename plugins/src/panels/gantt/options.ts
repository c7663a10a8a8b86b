import type { PanelOptionsEditorBuilder } from '@grafana/data';

import type { FieldMapping } from './model/frames/tableFrame';
import type { CriticalMode } from './view/viewState';

/** What the panel's editor sets. */
export interface GanttOptions {
  /** Absent until a field is chosen. */
  readonly fields?: FieldMapping;
  readonly colourBy: 'auto' | 'status' | 'service';
  readonly critical: CriticalMode;
  readonly axis: 'offset' | 'clock';
  readonly showQueue: boolean;
  readonly showMinimap: boolean;
  readonly showToolbar: boolean;
  readonly showLegend: boolean;
  readonly showDetails: boolean;
}

const FIELDS = [
  ['start', 'Start', 'Time or number; a table needs this and an end or a duration'],
  ['end', 'End', 'Empty in a row: still running'],
  ['duration', 'Duration', 'Used where there is no end; in the unit of the field, else milliseconds'],
  ['id', 'Id', 'What the parent field refers to'],
  ['parent', 'Parent', 'Id of the row above in the tree'],
  ['name', 'Name', ''],
  ['service', 'Service', 'What belongs together; a colour each'],
  ['status', 'Status', 'Words such as success, failed, running'],
  ['kind', 'Kind', 'queue draws as waiting time in its parent’s row'],
] as const satisfies readonly (readonly [keyof FieldMapping, string, string])[];

/** Declares the options, with the defaults. */
export const addOptions = (builder: PanelOptionsEditorBuilder<GanttOptions>): void => {
  builder
    .addRadio({
      path: 'colourBy',
      name: 'Colour by',
      description: 'Automatic: by service where few statuses are known',
      defaultValue: 'auto',
      settings: {
        options: [
          { value: 'auto', label: 'Automatic' },
          { value: 'status', label: 'Status' },
          { value: 'service', label: 'Service' },
        ],
      },
    })
    .addRadio({
      path: 'critical',
      name: 'Critical path',
      description: 'The spans that the whole took its time for',
      defaultValue: 'line',
      settings: {
        options: [
          { value: 'off', label: 'Off' },
          { value: 'line', label: 'Line' },
          { value: 'only', label: 'Nothing else' },
        ],
      },
    })
    .addRadio({
      path: 'axis',
      name: 'Time axis',
      defaultValue: 'offset',
      settings: {
        options: [
          { value: 'offset', label: 'Since the start' },
          { value: 'clock', label: 'Time of day' },
        ],
      },
    })
    .addBooleanSwitch({ path: 'showQueue', name: 'Waiting time', defaultValue: true })
    .addBooleanSwitch({ path: 'showMinimap', name: 'Overview', defaultValue: true })
    .addBooleanSwitch({ path: 'showToolbar', name: 'Toolbar', defaultValue: true })
    .addBooleanSwitch({ path: 'showLegend', name: 'Legend', defaultValue: true })
    .addBooleanSwitch({ path: 'showDetails', name: 'Details of the selected span', defaultValue: true });
  for (const [role, name, description] of FIELDS) {
    builder.addFieldNamePicker({
      path: `fields.${role}`,
      name,
      description,
      category: ['Fields of a table'],
      settings: { placeholderText: 'Guessed from the name' },
    });
  }
};
