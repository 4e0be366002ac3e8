export { Batcher, type BatcherOptions } from "./batch.ts";
export {
  type ConnectionConfig,
  type ConnectOptions,
  connect,
  type Database,
  type PreparedStatement,
} from "./connect.ts";
export {
  databaseAway,
  isPassingFault,
  isUniqueViolation,
  type RetryOptions,
  withRetries,
} from "./faults.ts";
export type { DB } from "./generated/tables.ts";
export { type HintListener, Hints } from "./hints.ts";
export { migrate } from "./migrate.ts";
export { missingMigrations } from "./missing-migrations.ts";
export { reading, withTransaction } from "./transaction.ts";
