export interface UnitPlan {
  name: string;
  start: number;
  seconds: number;
}

/** A page of cargo's timings, as far as Summit reads it. */
export const cargoTimings = (units: readonly UnitPlan[], { fresh = 0, total = 10 } = {}): string =>
  `<html>
<head>
  <title>Cargo Build Timings — shop 0.1.0</title>
</head>
<table class="my-table summary-table">
<tr><td>Fresh units:</td><td>${fresh}</td></tr>
<tr><td>Dirty units:</td><td>${units.length}</td></tr>
<tr><td>Build start:</td><td>${new Date().toISOString()}</td></tr>
<tr><td>Total time:</td><td>${total}s</td></tr>
</table>
<script>
const UNIT_DATA = [
${units
  .map(({ name, start, seconds }, i) =>
    JSON.stringify({ i, name, version: '1.0.0', mode: 'todo', target: '', start, duration: seconds }),
  )
  .join(',\n')}
];
</script>
</html>
`;

/** A page of Gradle's profile, which tells no starts. */
export const gradleProfile = (tasks: readonly { name: string; seconds: number; result?: string }[]): string =>
  `<!DOCTYPE html>
<html><head><title>Profile report</title></head><body>
<h2>Summary</h2><table><tr><td>Total Build Time</td><td class="numeric">42.5s</td></tr></table>
<h2>Task Execution</h2><table>${tasks
    .map(
      ({ name, seconds, result = '' }) =>
        `<tr><td class="indentPath">${name}</td><td class="numeric">${seconds}s</td><td>${result}</td></tr>`,
    )
    .join('\n')}</table></body></html>`;
