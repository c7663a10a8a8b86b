/**
 * The server's settings. Durability is not a choice: an acknowledged request is a committed row. The rest is sized for a small machine
 * that also runs the bridge: one digest connection, one for appends, a few for the API.
 */
export function serverSettings(options: { socketDirectory: string; durable: boolean }): Record<string, string> {
  const on = options.durable ? 'on' : 'off';
  return {
    listen_addresses: '',
    unix_socket_directories: options.socketDirectory,
    unix_socket_permissions: '0700',
    max_connections: '40',
    fsync: on,
    full_page_writes: on,
    synchronous_commit: on,
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '512MB',
    wal_level: 'replica',
    max_wal_senders: '2',
    wal_buffers: '16MB',
    max_wal_size: '1GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '10min',
    io_method: 'sync',
    // After a crash every file is synced before the log is replayed; one call for the file system instead of one for each file.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    jit: 'off',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    autovacuum_naptime: '15s',
    autovacuum_max_workers: '2',
    random_page_cost: '1.1',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    idle_in_transaction_session_timeout: '60s',
  };
}

export function settingsFile(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by the bridge at each start; changes here are lost.\n${lines.join('\n')}\n`;
}
