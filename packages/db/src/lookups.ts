import { Batcher } from "./batch.ts";
import type { PreparedStatement } from "./connect.ts";

/** Most keys in one statement; with a value of 256 KiB for each, its answer still fits in memory. */
const MAX_KEYS = 32;

/** What a row of a lookup says beside its columns: the place of its key, from 1. */
interface Placed {
  readonly place: number;
}

type Run = <Row>(statement: PreparedStatement, values: readonly unknown[]) => Promise<Row[]>;

/** A key: one text for each parameter of the statement. */
export type LookupKey = readonly string[];

/**
 * Reads rows by their keys, those that are asked for in the same moment in one round trip.
 *
 * Hot path of every read of one thing. A message to PostgreSQL wakes a process, which costs a busy
 * machine more than to find the row, so callers share it; a lone caller waits for nobody.
 */
export class Lookups {
  readonly #run: Run;
  readonly #batchers = new Map<PreparedStatement, Batcher<LookupKey, readonly unknown[]>>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** Rows of this key, in the statement's order. */
  async find<Row>(statement: PreparedStatement, key: LookupKey): Promise<readonly Row[]> {
    return rowsAs<Row>(await this.#batcher(statement).add(key));
  }

  #batcher(statement: PreparedStatement): Batcher<LookupKey, readonly unknown[]> {
    const known = this.#batchers.get(statement);
    if (known !== undefined) {
      return known;
    }
    const batcher = new Batcher<LookupKey, readonly unknown[]>({
      maxItems: MAX_KEYS,
      maxInFlight: 2,
      run: (keys) => this.#findAll(statement, keys),
    });
    this.#batchers.set(statement, batcher);
    return batcher;
  }

  async #findAll(
    statement: PreparedStatement,
    keys: readonly LookupKey[],
  ): Promise<readonly (readonly unknown[])[]> {
    const placeOf = new Map<string, number>();
    const asked: LookupKey[] = [];
    const places = keys.map((key) => {
      const name = JSON.stringify(key);
      const place = placeOf.get(name) ?? asked.push(key);
      placeOf.set(name, place);
      return place;
    });
    const columns = keys[0]?.map((_, index) => asked.map((key) => key[index])) ?? [];
    const found = Map.groupBy(await this.#run<Placed>(statement, columns), ({ place }) => place);
    return places.map((place) => found.get(place) ?? []);
  }
}

/** The caller names the columns of its own statement; a test runs every statement once. */
function rowsAs<Row>(rows: readonly unknown[]): readonly Row[] {
  return rows as readonly Row[];
}
