/** What a pool has and needs of one program. */
export interface ProgramState {
  /** Jobs that wait for a runner; no idle one fits them. */
  readonly waiting: number;
  /** Blank runners, starting or ready. */
  readonly blanks: number;
  /** Blank runners wanted ahead, beyond those that jobs wait for. */
  readonly ahead: number;
}

export interface PoolState {
  readonly maxRunners: number;
  /** All processes, also those that are being ended. */
  readonly live: number;
  readonly leaving: number;
  readonly idle: number;
  readonly programs: readonly ProgramState[];
}

export interface StartPlan {
  /** For each program: how many blank runners to start. */
  readonly starts: readonly number[];
  /** How many idle runners to end to make room. */
  readonly endIdle: number;
  /** For each program: how many of its blank runners to end to make room. */
  readonly endBlanks: readonly number[];
}

/**
 * Decides what a pool starts and ends.
 *
 * Jobs that wait come first, and for them idle runners and then other programs' blank ones make
 * room. Then come the blanks ahead, for which idle runners make room; one place stays for work.
 */
export function planStarts(state: PoolState): StartPlan {
  const { maxRunners, live, leaving, idle, programs } = state;
  const spare = programs.map(({ waiting, blanks }) => Math.max(0, blanks - waiting));
  const needed = programs.map(({ waiting, blanks }) => Math.max(0, waiting - blanks));
  const placesAhead = Math.max(0, maxRunners - 1 - sum(programs.map(({ blanks }) => blanks)));
  const missing = share(
    programs.map(({ ahead }, at) => Math.max(0, ahead - (spare[at] ?? 0))),
    Math.max(0, placesAhead - sum(needed)),
  );
  const room = Math.max(0, maxRunners - live);
  const startsNeeded = share(needed, room);
  const startsAhead = share(missing, room - sum(startsNeeded));
  const unmet = sum(needed) - sum(startsNeeded);
  const lacking = unmet + sum(missing) - sum(startsAhead) - leaving;
  const endIdle = Math.min(idle, Math.max(0, lacking));
  return {
    starts: startsNeeded.map((count, at) => count + (startsAhead[at] ?? 0)),
    endIdle,
    endBlanks: share(spare, Math.max(0, unmet - leaving - endIdle)),
  };
}

/** Gives out at most `total`, first come first served. */
function share(wishes: readonly number[], total: number): number[] {
  let left = total;
  return wishes.map((wish) => {
    const given = Math.min(wish, left);
    left -= given;
    return given;
  });
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
