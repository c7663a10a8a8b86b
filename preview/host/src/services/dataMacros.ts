import { getDisplayProcessor, formattedValueToString, type DataContextScopedVar, type ScopedVars } from '@grafana/data';

const isContext = (value: unknown): value is DataContextScopedVar['value'] =>
  typeof value === 'object' && value !== null && 'frame' in value && 'field' in value;

/** The macros of data links, `__data`, `__field` and `__value`, for the row that a link stands in; undefined for other names. */
export const dataMacro = (name: string, scoped: ScopedVars | undefined): unknown => {
  const context: unknown = scoped?.__dataContext?.value;
  if (!isContext(context) || context.rowIndex === undefined) {
    return undefined;
  }
  const { frame, field, rowIndex } = context;
  switch (name) {
    case '__data':
      return {
        name: frame.name,
        refId: frame.refId,
        fields: Object.fromEntries(frame.fields.map((one): [string, unknown] => [one.name, one.values[rowIndex]])),
      };
    case '__field':
      return { name: field.name, labels: field.labels };
    case '__value': {
      const raw: unknown = field.values[rowIndex];
      return { raw, text: formattedValueToString((field.display ?? getDisplayProcessor())(raw)) };
    }
    default:
      return undefined;
  }
};
