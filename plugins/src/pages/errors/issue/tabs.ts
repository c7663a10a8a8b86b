/** The tabs of the page, by their names in the URL. */
export const issueTabs = [
  { id: '', label: 'Stack trace' },
  { id: 'breadcrumbs', label: 'Breadcrumbs' },
  { id: 'tags', label: 'Tags' },
  { id: 'events', label: 'Events' },
  { id: 'grouping', label: 'Grouping' },
  { id: 'raw', label: 'Raw JSON' },
] as const;

export type IssueTab = (typeof issueTabs)[number]['id'];

export const tabOf = (text: string): IssueTab => issueTabs.find(({ id }) => id === text)?.id ?? '';
