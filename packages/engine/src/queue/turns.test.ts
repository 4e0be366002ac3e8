import { describe, expect, it } from "vitest";
import { newJob } from "../../test/engine-fixture.ts";
import { Turns } from "./turns.ts";

const job = (createdBy: string) => newJob({ createdBy });

describe("Turns", () => {
  it("foresees the turns of what is being stored", () => {
    const turns = new Turns();
    turns.settle(turns.plan(job("ann")), { turn: 101, first: 50 });
    const under = turns.plan(job("ann"));
    expect(under).toMatchObject({ last: 101, ahead: 1 });
    expect(turns.plan(job("ann"))).toMatchObject({ last: 101, ahead: 2 });
    turns.settle(under, undefined);
    expect(turns.plan(job("ann"))).toMatchObject({ last: 101, ahead: 2 });
  });

  it("makes longer steps in a workspace of several that wait", () => {
    const turns = new Turns();
    turns.settle(turns.plan(job("ann")), { turn: 101, first: 50 });
    expect(turns.plan(job("bob"))).toMatchObject({ last: 0, ahead: 2 });
  });

  it("forgets who has nothing waiting any more", () => {
    const turns = new Turns();
    turns.settle(turns.plan(job("ann")), { turn: 101, first: 50 });
    turns.settle(turns.plan(job("bob")), { turn: 300, first: 101 });
    expect(turns.plan(job("ann"))).toMatchObject({ last: 0, ahead: 2 });
    expect(turns.plan(job("bob"))).toMatchObject({ last: 300, ahead: 2 });
  });
});
