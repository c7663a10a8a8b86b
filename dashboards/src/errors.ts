import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { logLines, lokiQuery, stackedBars, timeSeries } from './panels';
import { logsVariable, projectVariable } from './sources';

/** Error events are the log records that carry an issue. */
const events = '{service_name=~"$project"} | summit_issue_id != ``';

/** What breaks, where, since which release? */
export const errors = (): DashboardBuilder =>
  new DashboardBuilder('Errors')
    .uid('summit-errors')
    .description('What breaks, where, since which release?')
    .tags(['summit', 'errors'])
    .refresh('1m')
    .time({ from: 'now-24h', to: 'now' })
    .timezone('browser')
    .editable()
    .link(
      new DashboardLinkBuilder('Issues in Summit')
        .type(DashboardLinkType.Link)
        .url('/a/summit-observability-app/errors')
        .icon('bug'),
    )
    .withVariable(logsVariable())
    .withVariable(projectVariable())
    .withRow(new RowBuilder('Events'))
    .withPanel(
      stackedBars(
        { title: 'Events by project', description: 'Error events per interval.', width: 12, height: 8 },
        'short',
      ).withTarget(lokiQuery(`sum by (service_name) (count_over_time(${events} [$__auto]))`, '{{service_name}}')),
    )
    .withPanel(
      stackedBars(
        { title: 'Events by type', description: 'Error events per interval, by exception type.', width: 12, height: 8 },
        'short',
      ).withTarget(lokiQuery(`sum by (exception_type) (count_over_time(${events} [$__auto]))`, '{{exception_type}}')),
    )
    .withPanel(
      timeSeries(
        {
          title: 'Loudest issues',
          description: 'The ten issues with most events over the range.',
          width: 12,
          height: 8,
        },
        'short',
      ).withTarget(
        lokiQuery(
          `topk(10, sum by (summit_issue_short_id) (count_over_time(${events} [$__auto])))`,
          '{{summit_issue_short_id}}',
        ),
      ),
    )
    .withPanel(
      stackedBars(
        { title: 'Events by release', description: 'Error events per interval, by release.', width: 12, height: 8 },
        'short',
      ).withTarget(lokiQuery(`sum by (service_version) (count_over_time(${events} [$__auto]))`, '{{service_version}}')),
    )
    .withRow(new RowBuilder('Latest'))
    .withPanel(
      logLines({
        title: 'New issues',
        description: 'First events of issues nobody has seen before.',
        width: 12,
        height: 9,
      }).withTarget(lokiQuery(`${events} | summit_issue_new = \`true\``, '')),
    )
    .withPanel(
      logLines({
        title: 'Latest events',
        description: 'Error events with their attributes.',
        width: 12,
        height: 9,
      }).withTarget(lokiQuery(events, '')),
    );
