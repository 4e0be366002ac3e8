import type { PostgresPool, PostgresPoolClient } from "kysely";
import type pg from "pg";
import { isPassingFault, toFault } from "./faults.ts";

/**
 * The pool as kysely uses it. A connection that met a fault is not used again: its statement may
 * still be under way, or its server may be a replica by now.
 */
export function kyselyPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      try {
        return guarded(await pool.connect());
      } catch (error) {
        throw toFault(error);
      }
    },
  };
}

function guarded(client: pg.PoolClient): PostgresPoolClient {
  let fault: unknown;
  const query = async (text: string, values: readonly unknown[] = []) => {
    if (fault !== undefined) {
      // A rollback would wait behind what got no answer.
      throw fault;
    }
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      fault = isPassingFault(error) ? toFault(error) : undefined;
      throw fault ?? error;
    }
  };
  return {
    query: queryOfKysely(query),
    release: (destroy) => client.release(destroy === true || fault !== undefined),
  };
}

/** Kysely's other form is for cursors, which its dialect is not given; results are pg's own. */
function queryOfKysely(query: (...args: never) => unknown): PostgresPoolClient["query"] {
  return query as PostgresPoolClient["query"];
}
