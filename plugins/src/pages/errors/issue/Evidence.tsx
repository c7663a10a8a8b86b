import type { EventDetail, IssueDetail } from '@summit/contracts';
import { Breadcrumbs } from './evidence/Breadcrumbs';
import { EventList } from './evidence/EventList';
import { Grouping } from './evidence/Grouping';
import { RawJson } from './evidence/RawJson';
import { Tags } from './evidence/Tags';
import { permalink } from './links';
import { StackTrace } from './stack/StackTrace';
import type { IssueTab } from './tabs';

interface Props {
  tab: IssueTab;
  issue: IssueDetail;
  event: EventDetail | undefined;
  frame: string;
}

/** What the chosen tab shows. */
export const Evidence = ({ tab, issue, event, frame }: Props) => {
  if (tab === 'events') return <EventList issueId={issue.id} current={event?.eventId} />;
  if (tab === 'grouping') return <Grouping grouping={issue.grouping} />;
  if (!event) return null;
  switch (tab) {
    case 'breadcrumbs':
      return <Breadcrumbs breadcrumbs={event.event.breadcrumbs} eventTime={event.timestamp} />;
    case 'tags':
      return <Tags tags={event.event.tags} />;
    case 'raw':
      return <RawJson value={event.raw} label="Event as the SDK sent it" />;
    default:
      return (
        <StackTrace
          event={event.event}
          frame={frame}
          link={(at) => permalink(issue.id, event.eventId, { frame: at })}
        />
      );
  }
};
