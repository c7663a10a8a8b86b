import { fields, isFields, list, pairs, text, type Fields } from './read';

/** The message as people read it, and the template it was made from, which is the same for all events of one cause. */
export interface Message {
  formatted?: string;
  template?: string;
}

const LENGTH = 8192;
const PARAMETERS = 50;

/** `logentry`, its legacy name, or `message` as text or as such an object. */
export function readMessage(event: Fields): Message {
  const entry = event['logentry'] ?? event['sentry.interfaces.Message'] ?? event['message'];
  if (!isFields(entry)) return plain(text(entry, LENGTH));
  const template = text(entry['message'], LENGTH);
  const formatted =
    text(entry['formatted'], LENGTH) ?? (template === undefined ? undefined : format(template, entry['params']));
  if (formatted === undefined && template === undefined) return plain(text(event['message'], LENGTH));
  return template === undefined || template === formatted ? plain(formatted) : { formatted, template };
}

function plain(formatted: string | undefined): Message {
  return formatted === undefined ? {} : { formatted };
}

/** Fills in printf's %s, %d, %(name)s and {}, {0}, {name}: enough for people to read; grouping uses the template. */
function format(template: string, params: unknown): string {
  const positional = list(params).slice(0, PARAMETERS);
  const named = new Map(isFields(params) ? pairs(fields(params), PARAMETERS) : []);
  if (positional.length === 0 && named.size === 0) return template;
  let next = 0;
  const filled = template.replace(
    /%\((\w{1,64})\)[sdifr]|%[sdifr]|\{(\w{0,64})\}/g,
    (whole, percent?: string, brace?: string) => {
      const key = percent ?? brace ?? '';
      const value = named.has(key) ? named.get(key) : /^\d+$/.test(key) ? positional[Number(key)] : positional[next++];
      return text(value, 1024) ?? whole;
    },
  );
  return text(filled, LENGTH) ?? template;
}
