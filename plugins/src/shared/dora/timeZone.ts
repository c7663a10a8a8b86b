/** Grafana's word for a time zone as the name that the bridge takes. */
export const timeZoneName = (zone: string): string =>
  zone === 'utc' ? 'UTC' : zone === 'browser' || zone === '' ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
