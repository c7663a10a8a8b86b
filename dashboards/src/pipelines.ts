import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { bridgeGauge, runDurationBuckets, runDurationCount, runErrors, runsActive } from './names';
import { logLines, lokiQuery, promInstant, promQuery, stackedBars, stat, timeSeries } from './panels';
import { labelVariable, logsVariable, metricsVariable } from './sources';

const chosen = 'vcs_repository_name=~"$repository", cicd_pipeline_name=~"$pipeline"';
const executing = `cicd_pipeline_run_state="executing", ${chosen}`;
const waiting = `cicd_pipeline_run_state="pending", ${chosen}`;

/** Runs that broke before their first job: they ended without a duration. */
const neverStarted = (window: string): string =>
  `increase(${runErrors(`error_type="startup_failure", ${chosen}`)}[${window}])`;
const failed = (window: string): string =>
  `(increase(${runDurationCount(`${executing}, cicd_pipeline_result=~"failure|error|timeout"`)}[${window}]) or ${neverStarted(window)})`;
const finished = (window: string): string =>
  `(increase(${runDurationCount(executing)}[${window}]) or ${neverStarted(window)})`;

const quantile = (q: number, labels: string, by: string): string =>
  `histogram_quantile(${q}, sum by (${['le', by].filter((label) => label !== '').join(', ')}) (rate(${runDurationBuckets(labels)}[$__rate_interval])))`;

/** Is delivery healthy: do builds pass, how long do they take, how long do they wait? */
export const pipelines = (): DashboardBuilder =>
  new DashboardBuilder('Pipelines')
    .uid('summit-pipelines')
    .description('Do builds pass, how long do they take, how long do they wait?')
    .tags(['summit', 'ci'])
    .refresh('1m')
    .time({ from: 'now-24h', to: 'now' })
    .timezone('browser')
    .editable()
    .link(
      new DashboardLinkBuilder('Runs in Summit')
        .type(DashboardLinkType.Link)
        .url('/a/summit-observability-app/pipelines')
        .icon('apps'),
    )
    .withVariable(metricsVariable())
    .withVariable(logsVariable())
    .withVariable(labelVariable('repository', 'vcs_repository_name', 'Repository', runDurationCount('')))
    .withVariable(
      labelVariable(
        'pipeline',
        'cicd_pipeline_name',
        'Pipeline',
        runDurationCount('vcs_repository_name=~"$repository"'),
      ),
    )
    .withRow(new RowBuilder('Now'))
    .withPanel(
      stat({ title: 'Running', description: 'Runs being executed now.', width: 4, height: 4 }, 'short').withTarget(
        promInstant(`sum(${runsActive(executing)})`),
      ),
    )
    .withPanel(
      stat(
        { title: 'Queued', description: 'Runs that wait for a runner now.', width: 4, height: 4 },
        'short',
      ).withTarget(promInstant(`sum(${runsActive(waiting)})`)),
    )
    .withPanel(
      stat(
        {
          title: 'Failure rate',
          description: 'Runs that failed, timed out, broke or never started, per finished run, over the range.',
          width: 5,
          height: 4,
        },
        'percentunit',
      ).withTarget(promInstant(`sum${failed('$__range')} / sum${finished('$__range')}`)),
    )
    .withPanel(
      stat(
        { title: 'Duration p95', description: 'Of finished runs over the range, queue excluded.', width: 5, height: 4 },
        's',
      ).withTarget(
        promInstant(`histogram_quantile(0.95, sum by (le) (increase(${runDurationBuckets(executing)}[$__range])))`),
      ),
    )
    .withPanel(
      stat(
        { title: 'Queue p95', description: 'From creation to the first job, over the range.', width: 6, height: 4 },
        's',
      ).withTarget(
        promInstant(`histogram_quantile(0.95, sum by (le) (increase(${runDurationBuckets(waiting)}[$__range])))`),
      ),
    )
    .withRow(new RowBuilder('Trend'))
    .withPanel(
      stackedBars(
        { title: 'Runs by result', description: 'Finished runs per interval.', width: 12, height: 8 },
        'short',
      )
        .withTarget(
          promQuery(
            `sum by (cicd_pipeline_result) (increase(${runDurationCount(executing)}[$__rate_interval]))`,
            '{{cicd_pipeline_result}}',
          ),
        )
        .withTarget(promQuery(`sum(${neverStarted('$__rate_interval')})`, 'never started', 'B')),
    )
    .withPanel(
      timeSeries(
        {
          title: 'Failure rate by pipeline',
          description: 'Share of finished runs that failed or never started, over an hour.',
          width: 12,
          height: 8,
        },
        'percentunit',
      )
        .max(1)
        .withTarget(
          promQuery(
            `sum by (vcs_repository_name, cicd_pipeline_name) ${failed('1h')} / (sum by (vcs_repository_name, cicd_pipeline_name) ${finished('1h')} > 0)`,
            '{{vcs_repository_name}} {{cicd_pipeline_name}}',
          ),
        ),
    )
    .withPanel(
      timeSeries({ title: 'Duration', description: 'Of finished runs, queue excluded.', width: 12, height: 8 }, 's')
        .withTarget(promQuery(quantile(0.5, executing, 'cicd_pipeline_name'), '{{cicd_pipeline_name}} p50'))
        .withTarget(promQuery(quantile(0.95, executing, 'cicd_pipeline_name'), '{{cicd_pipeline_name}} p95', 'B')),
    )
    .withPanel(
      timeSeries({ title: 'Queue time', description: 'From creation to the first job.', width: 12, height: 8 }, 's')
        .withTarget(promQuery(quantile(0.5, waiting, ''), 'p50'))
        .withTarget(promQuery(quantile(0.95, waiting, ''), 'p95', 'B')),
    )
    .withRow(new RowBuilder('What happened'))
    .withPanel(
      logLines({
        title: 'Finished runs',
        description: 'One line for each finished run.',
        width: 16,
        height: 9,
      }).withTarget(lokiQuery('{service_name=~".+"} | event_name = `summit.run.finished`', '')),
    )
    .withPanel(
      timeSeries(
        {
          title: 'Waiting in the bridge',
          description: 'Deliveries not digested yet, and dead letters.',
          width: 8,
          height: 9,
        },
        'short',
      )
        .withTarget(promQuery(`sum(${bridgeGauge('inbox_pending')})`, 'inbox'))
        .withTarget(promQuery(`sum(${bridgeGauge('dead_letters')})`, 'dead letters', 'B')),
    );
