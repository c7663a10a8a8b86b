import { type CommandReport, CommandUpload } from '@summit/contracts';
import { parseReport } from './json';

/** `{"commands":[{"name","startedAt","wallMs",…}]}`, as `summit run` writes it. @throws {ReportError} */
export function readCommands(value: unknown): CommandReport {
  const { commands } = parseReport(CommandUpload, value, 'The list of commands');
  return { kind: 'commands', format: 'commands', commands };
}
