import type { NewCommand } from '@summit/contracts';
import type { Tx } from '../../store/database';
import type { KnownRun } from './runs';

export interface StoredCommands {
  /** Of their report. */
  id: string;
  run: KnownRun;
  job: string;
  at: Date;
  commands: readonly NewCommand[];
}

/** Stores what commands took. */
export async function storeCommands(tx: Tx, { id, run, job, at, commands }: StoredCommands): Promise<void> {
  await tx
    .insertInto('run_command')
    .values(
      commands.map((command, place) => ({
        report_id: id,
        place,
        tenant: run.tenant,
        run_id: run.id,
        job,
        name: command.name,
        at,
        started_at: command.startedAt,
        wall_ms: command.wallMs,
        user_ms: command.userMs ?? null,
        system_ms: command.systemMs ?? null,
        max_rss_bytes: command.maxRssBytes ?? null,
        exit_code: command.exitCode ?? null,
        signal: command.signal ?? null,
      })),
    )
    .execute();
}
