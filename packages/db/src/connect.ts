import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { toFault } from "./faults.ts";
import type { DB } from "./generated/tables.ts";
import { kyselyPool } from "./kysely-pool.ts";
import { type LookupKey, Lookups } from "./lookups.ts";

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

/**
 * The one way to PostgreSQL: typed queries, and prepared statements for the hot ones. Whatever says
 * that it is away is thrown as `unavailable`, so no caller ever takes it for a bug.
 */
export interface Database extends AsyncDisposable {
  readonly kysely: Kysely<DB>;
  /** Runs a prepared statement in a transaction of its own. */
  run<Row>(statement: PreparedStatement, values: readonly unknown[]): Promise<Row[]>;
  /**
   * Reads the rows of a key, together with whoever looks up another by the same statement at once.
   * Each parameter of the statement is an array, one entry a key; `place` of a row says which of the
   * keys it is for: `from unnest($1::uuid[]) with ordinality as i (id, place)`.
   */
  lookUp<Row>(statement: PreparedStatement, key: LookupKey): Promise<readonly Row[]>;
  /**
   * A connection of its own, outside the pool, for LISTEN and duties. The caller ends it, also if a
   * statement took longer than it may, milliseconds.
   */
  dedicatedClient(longestMs?: number): Promise<pg.Client>;
}

const JSON_OID = 114;

// `json` columns hold text that is passed on as it is; `jsonb` ones are read by us and parsed.
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    return oid === JSON_OID ? (value: string) => value : pg.types.getTypeParser(oid, format);
  },
};

/** How late the word that a statement took too long may come, milliseconds. */
const SILENCE = 2_000;

/**
 * Guard rails for every session: nobody may hold a lock or a transaction open for long, and nobody
 * waits for a server that says nothing any more, not even that the time is over. Milliseconds.
 */
const SESSION_TIMEOUTS = {
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  connectionTimeoutMillis: 5_000,
  query_timeout: 10_000 + SILENCE,
};

/** A duty may read a partition as a whole. Milliseconds. */
const DUTY_TIMEOUT = 10 * 60 * 1000;

/**
 * Every statement of ours finds its rows by an index. Tables that fill and empty within seconds make
 * the planner's figures old, and a plan that reads an empty table whole is kept when it is full. So
 * is one that collects all rows of a condition and sorts them, where the first few of an index do.
 * One plan a connection is enough then: to plan a batch anew takes longer than to run it.
 */
const PLANNER =
  "-c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan";

/** Opens a pool; connections are made when they are needed. */
export function connect(config: ConnectionConfig, options: ConnectOptions): Database {
  const settings = {
    ...config,
    ...SESSION_TIMEOUTS,
    types,
    options: PLANNER,
    application_name: options.applicationName,
    // A dead network is noticed within minutes also where nobody asks for anything.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
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
  pool.on("connect", (client) => {
    // Of one that is in use, the statement under way reports the same; unheard it would end us.
    client.on("error", () => undefined);
  });
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: kyselyPool(pool) }) });
  const run = async <Row>(statement: PreparedStatement, values: readonly unknown[]) => {
    try {
      const result = await pool.query({ ...statement, values: [...values] });
      return rowsAs<Row>(result.rows);
    } catch (error) {
      throw toFault(error);
    }
  };
  const lookups = new Lookups(run);
  return {
    kysely,
    run,
    lookUp: (statement, key) => lookups.find(statement, key),
    async dedicatedClient(longestMs = DUTY_TIMEOUT) {
      const timeouts = { statement_timeout: longestMs, query_timeout: longestMs + SILENCE };
      const client = new pg.Client({ ...settings, ...timeouts });
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
