import type { NewJob } from "./new-job.ts";

// Jobs of one tag and priority are claimed in the order of their turns. Who has many jobs waiting gets
// turns far behind, who has none gets the next one: start-time fair queueing, decided when a job is
// stored, so that a claim reads one range of an index and nothing else. Turns are numbers without a
// unit, about the microseconds of the database's clock when the queue was last empty. Servers that find
// it empty at the same time may count from moments so close that their turns lie among each other: the
// first few of such a flow are then served up to twice as fast.

/** SQL: the first turn that waits of the tag and priority of `alias`, or now if none does. */
export const firstTurn = (alias: string) => turnAtEnd(alias, "asc");

/** SQL: the last one, likewise. */
export const lastTurn = (alias: string) => turnAtEnd(alias, "desc");

const turnAtEnd = (alias: string, direction: "asc" | "desc") => `coalesce(
  (select f.turn from job_ready f where f.tag = ${alias}.tag and f.priority = ${alias}.priority
    order by f.turn ${direction} limit 1),
  (extract(epoch from now()) * 1000000)::bigint)`;

/** All jobs of one token, of a workspace, tag and priority. */
interface Flow {
  /** The last turn that one of its jobs got. */
  last: number;
  /** Steps for jobs that are being stored. */
  pending: number;
}

/** Flows that have jobs waiting, of one workspace, tag and priority. */
type Group = Map<string, Flow>;

/** What a job's turn is made of: `ahead` behind `last`, or behind the first that waits. */
export interface PlannedTurn {
  readonly last: number;
  readonly ahead: number;
  readonly step: number;
  readonly flow: Flow;
  readonly group: Group;
}

/** What the statement made of it; `turn` is null for a job that waits for no claim. */
export interface GivenTurn {
  readonly turn: number | null;
  /** The first turn that waited. */
  readonly first: number | null;
}

/** Most groups that are remembered; one that is forgotten has its jobs served a little earlier. */
const MOST_GROUPS = 10_000;

/**
 * Remembers the last turns that this process gave. A workspace with several tokens makes longer steps
 * in each, so that all together get about as much as a workspace with one.
 */
export class Turns {
  readonly #groups = new Map<string, Group>();

  plan({ workspace, tag, priority, token, createdBy }: NewJob): PlannedTurn {
    const group = this.#groupOf(JSON.stringify([workspace, tag, priority]));
    const name = token === null ? `user ${createdBy}` : `token ${token.id}`;
    const flow = group.get(name) ?? { last: 0, pending: 0 };
    group.set(name, flow);
    const step = group.size;
    flow.pending += step;
    return { last: flow.last, ahead: flow.pending, step, flow, group };
  }

  /** Notes what became of planned turns; undefined: nothing was stored. */
  settle({ flow, step, group }: PlannedTurn, given: GivenTurn | undefined): void {
    flow.pending -= step;
    flow.last = Math.max(flow.last, given?.turn ?? 0);
    // Who has nothing behind the first that waits, has nothing waiting, and starts afresh.
    const first = given?.first ?? 0;
    for (const [name, { last, pending }] of group) {
      if (pending === 0 && last <= first) {
        group.delete(name);
      }
    }
  }

  #groupOf(key: string): Group {
    const group: Group = this.#groups.get(key) ?? new Map();
    this.#groups.delete(key);
    this.#groups.set(key, group);
    const [oldest] = this.#groups.keys();
    if (oldest !== undefined && this.#groups.size > MOST_GROUPS) {
      this.#groups.delete(oldest);
    }
    return group;
  }
}
