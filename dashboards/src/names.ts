/**
 * A selector for a metric that reached Mimir over OTLP. Mimir adds unit and type suffixes to names only when it is told to
 * (`otel_metric_suffixes_enabled`), so the selector takes both forms.
 */
function selector(name: string, optionalSuffix: string, ending: string, labels: string): string {
  return `{__name__=~"${name}(${optionalSuffix})?${ending}"${labels === '' ? '' : `, ${labels}`}}`;
}

export const runDurationBuckets = (labels: string): string =>
  selector('cicd_pipeline_run_duration', '_seconds', '_bucket', labels);
export const runDurationCount = (labels: string): string =>
  selector('cicd_pipeline_run_duration', '_seconds', '_count', labels);
/** Errors of runs and jobs; a run that never started is found here only, for it has no duration. */
export const runErrors = (labels: string): string => selector('cicd_pipeline_run_errors', '_total', '', labels);
export const runsActive = (labels: string): string => selector('cicd_pipeline_run_active', '', '', labels);
/** The bridge's own health, which it also sends over OTLP. */
export const bridgeGauge = (name: string, labels = ''): string => selector(`summit_${name}`, '', '', labels);
