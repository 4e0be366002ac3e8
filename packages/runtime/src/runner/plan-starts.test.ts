import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PoolState, planStarts } from "./plan-starts.ts";

/** A pool of one program; eight processes and one blank ahead unless said otherwise. */
function planOf(
  { waiting = 0, blanks = 0 }: { readonly waiting?: number; readonly blanks?: number },
  { ahead = 1, ...state }: Partial<Omit<PoolState, "programs">> & { readonly ahead?: number } = {},
) {
  const defaults = { maxRunners: 8, live: blanks, leaving: 0, idle: 0 };
  const plan = planStarts({ ...defaults, ...state, programs: [{ waiting, blanks, ahead }] });
  return { start: plan.starts[0], endIdle: plan.endIdle, endBlanks: plan.endBlanks[0] };
}

const NOTHING = { start: 0, endIdle: 0, endBlanks: 0 };

/** States that a pool can be in. */
const states: fc.Arbitrary<PoolState> = fc
  .record({
    maxRunners: fc.integer({ min: 1, max: 12 }),
    busy: fc.nat(12),
    idle: fc.nat(12),
    leaving: fc.nat(12),
    programs: fc.array(fc.record({ waiting: fc.nat(15), blanks: fc.nat(4), ahead: fc.nat(3) }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ busy, programs, ...counts }) => {
    const live = busy + counts.idle + counts.leaving + sum(programs.map(({ blanks }) => blanks));
    return { ...counts, live, programs };
  })
  .filter(({ live, maxRunners }) => live <= maxRunners);

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

describe("planStarts", () => {
  it("starts the blanks ahead", () => {
    expect(planOf({})).toEqual({ ...NOTHING, start: 1 });
    expect(planOf({}, { ahead: 3 })).toEqual({ ...NOTHING, start: 3 });
    expect(planOf({ blanks: 1 })).toEqual(NOTHING);
  });

  it("starts ahead only of what is wanted ahead", () => {
    const plan = planStarts({
      ...{ maxRunners: 8, live: 0, leaving: 0, idle: 0 },
      programs: [
        { waiting: 0, blanks: 0, ahead: 1 },
        { waiting: 1, blanks: 0, ahead: 0 },
      ],
    });
    expect(plan).toEqual({ starts: [1, 1], endIdle: 0, endBlanks: [0, 0] });
  });

  it("starts one for each job that waits, and those ahead", () => {
    expect(planOf({ waiting: 2 })).toEqual({ ...NOTHING, start: 3 });
  });

  it("counts blanks that start already for jobs that wait", () => {
    expect(planOf({ waiting: 2, blanks: 2 })).toEqual({ ...NOTHING, start: 1 });
  });

  it("starts no more than there is room for", () => {
    expect(planOf({ waiting: 5 }, { live: 6 })).toEqual({ ...NOTHING, start: 2 });
    expect(planOf({ waiting: 5 }, { live: 8 })).toEqual(NOTHING);
  });

  it("ends idle runners for jobs that wait and for the blank ahead", () => {
    expect(planOf({ waiting: 1 }, { live: 8, idle: 5 })).toEqual({ ...NOTHING, endIdle: 2 });
    expect(planOf({ waiting: 1 }, { live: 7, idle: 5 })).toEqual({
      start: 1,
      endIdle: 1,
      endBlanks: 0,
    });
  });

  it("ends no more while enough are leaving already", () => {
    expect(planOf({ waiting: 1 }, { live: 8, idle: 5, leaving: 2 })).toEqual(NOTHING);
  });

  it("keeps a place for work when there is only one", () => {
    expect(planOf({}, { maxRunners: 1 })).toEqual(NOTHING);
    expect(planOf({ waiting: 1 }, { maxRunners: 1 })).toEqual({ ...NOTHING, start: 1 });
  });

  it("ends another program's blanks for jobs that wait, after idle runners", () => {
    const plan = planStarts({
      ...{ maxRunners: 4, live: 4, leaving: 0, idle: 1 },
      programs: [
        { waiting: 2, blanks: 0, ahead: 2 },
        { waiting: 0, blanks: 2, ahead: 2 },
      ],
    });
    expect(plan).toEqual({ starts: [0, 0], endIdle: 1, endBlanks: [0, 1] });
  });

  it("never has more processes than allowed, and ends only what is there to end", () => {
    fc.assert(
      fc.property(states, (state) => {
        const { starts, endIdle, endBlanks } = planStarts(state);
        expect(state.live + sum(starts)).toBeLessThanOrEqual(state.maxRunners);
        expect(endIdle).toBeLessThanOrEqual(state.idle);
        for (const [at, { waiting, blanks }] of state.programs.entries()) {
          expect(endBlanks[at]).toBeLessThanOrEqual(Math.max(0, blanks - waiting));
        }
        for (const count of [...starts, endIdle, ...endBlanks]) {
          expect(count).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("never lets a job wait while something can be done for it", () => {
    fc.assert(
      fc.property(states, (state) => {
        const { starts, endIdle, endBlanks } = planStarts(state);
        const unserved = sum(
          state.programs.map(({ waiting, blanks }) => Math.max(0, waiting - blanks)),
        );
        const acts = sum(starts) + endIdle + sum(endBlanks) + state.leaving;
        const spare = sum(
          state.programs.map(({ waiting, blanks }) => Math.max(0, blanks - waiting)),
        );
        const hasRoom = state.live < state.maxRunners || state.idle > 0 || spare > 0;
        expect(unserved === 0 || !hasRoom || acts > 0).toBe(true);
      }),
    );
  });

  it("does nothing more when its plan was carried out", () => {
    fc.assert(
      fc.property(states, (state) => {
        const plan = planStarts(state);
        const ended = plan.endIdle + sum(plan.endBlanks);
        const after = planStarts({
          ...state,
          live: state.live + sum(plan.starts),
          leaving: state.leaving + ended,
          idle: state.idle - plan.endIdle,
          programs: state.programs.map(({ waiting, blanks, ahead }, at) => ({
            ...{ waiting, ahead },
            blanks: blanks + (plan.starts[at] ?? 0) - (plan.endBlanks[at] ?? 0),
          })),
        });
        expect(sum([...after.starts, after.endIdle, ...after.endBlanks])).toBe(0);
      }),
    );
  });
});
