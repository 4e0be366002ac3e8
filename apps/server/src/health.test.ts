import { describe, expect, it } from "vitest";
import { startHealth } from "./health.ts";

describe("startHealth", () => {
  it("tells that the process lives, and whether it takes jobs", async () => {
    let isReady = false;
    await using health = await startHealth(0, () => isReady);
    const ask = async (path: string) => {
      const answer = await fetch(health.url + path);
      return [answer.status, await answer.json()];
    };
    expect(await ask("/livez")).toEqual([200, { status: "ok" }]);
    expect(await ask("/readyz")).toEqual([503, { status: "unavailable" }]);
    isReady = true;
    expect(await ask("/readyz")).toEqual([200, { status: "ok" }]);
    expect(await ask("/")).toEqual([404, { status: "not found" }]);
  });
});
