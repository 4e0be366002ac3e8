import { OperateError } from "@getoperate/contract";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "./generated/tables.ts";

/** How to reach PostgreSQL: a URL, or host (a socket's folder too), user, password and database. */
export type ConnectionConfig =
  | { readonly connectionString: string }
  | {
      readonly host: string;
      readonly port?: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

export interface ConnectOptions {
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Most connections at once. */
  readonly maxConnections: number;
  /** Told of connections that break while nobody uses them; never fatal. */
  readonly onIdleError: (error: Error) => void;
}

/** A statement that is prepared once a connection, under its name. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** The one way to PostgreSQL: typed queries, and prepared statements for the hot ones. */
export interface Database extends AsyncDisposable {
  readonly kysely: Kysely<DB>;
  /** Runs a prepared statement in a transaction of its own. */
  run<Row>(statement: PreparedStatement, values: readonly unknown[]): Promise<Row[]>;
  /** A connection of its own, outside the pool, for LISTEN and locks. The caller ends it. */
  dedicatedClient(): Promise<pg.Client>;
}

const JSON_OID = 114;

// `json` columns hold text that is passed on as it is; `jsonb` ones are read by us and parsed.
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    return oid === JSON_OID ? (value: string) => value : pg.types.getTypeParser(oid, format);
  },
};

/**
 * Guard rails for every session: nobody may hold a lock or a transaction open for long.
 * Milliseconds.
 */
const SESSION_TIMEOUTS = {
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  connectionTimeoutMillis: 5_000,
};

/** Opens a pool; connections are made when they are needed. */
export function connect(config: ConnectionConfig, options: ConnectOptions): Database {
  const settings = {
    ...config,
    ...SESSION_TIMEOUTS,
    types,
    application_name: options.applicationName,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...settings, max: options.maxConnections, idleTimeoutMillis: 30_000 });
  let isClosing = false;
  pool.on("error", (error) => {
    // The pool hangs its whole client onto the error, which belongs in no log.
    Reflect.deleteProperty(error, "client");
    // A connection that is closing anyway may see the server go first.
    if (!isClosing) {
      options.onIdleError(error);
    }
  });
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    kysely,
    async run<Row>(statement: PreparedStatement, values: readonly unknown[]): Promise<Row[]> {
      const result = await pool.query({ ...statement, values: [...values] });
      return rowsAs<Row>(result.rows);
    },
    async dedicatedClient() {
      const client = new pg.Client({ ...settings, statement_timeout: 0 });
      client.on("error", options.onIdleError);
      await client.connect();
      return client;
    },
    async [Symbol.asyncDispose]() {
      isClosing = true;
      await kysely.destroy();
    },
  };
}

/** The caller names the columns of its own statement; a test runs every statement once. */
function rowsAs<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}

/** What a caller is told while PostgreSQL is away. */
export function databaseAway(cause: unknown): OperateError {
  return new OperateError("unavailable", "The database cannot be reached now; try again soon.", {
    retryAfterSeconds: 2,
    cause,
  });
}
