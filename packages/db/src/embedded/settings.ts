/** Settings of PostgreSQL by name. */
export type PostgresSettings = Readonly<Record<string, string>>;

/** What every start says; a durable database for one machine that is mostly used for other things. */
export const EMBEDDED_SETTINGS: PostgresSettings = {
  // An acknowledged job is on the disk.
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // Nobody reaches it over the network.
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "100",
  shared_buffers: "64MB",
  // Our statements touch few rows; helpers for one statement only cost memory.
  max_parallel_workers_per_gather: "0",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // No rows and no statements in the log: they may hold what users sent.
  log_min_messages: "warning",
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  log_line_prefix: "%m [%p] ",
};

/** The settings as arguments of the `postgres` program. */
export function toArguments(settings: PostgresSettings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
