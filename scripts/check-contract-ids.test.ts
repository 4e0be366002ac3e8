import { describe, expect, it } from "vitest";
import { checkContractIds } from "./check-contract-ids.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const CONTRACT = {
  rules: [
    { id: "W1", rule: "one" },
    { id: "W2", rule: "two" },
  ],
  promised: ["W2"],
};

async function faultsOf(text: string): Promise<string[]> {
  return checkContractIds(await temporaryFolder({ "test/a.test.ts": text }), CONTRACT);
}

describe("checkContractIds", () => {
  it("accepts a test that names the promised rule, alone or with another", async () => {
    expect(await faultsOf('it("W2 does it", () => {});')).toEqual([]);
    expect(await faultsOf('it.each([1])("W1, W2 do it", () => {});')).toEqual([]);
    expect(await faultsOf("it(`W2 does ${1}`, () => {});")).toEqual([]);
  });

  it("refuses a promised rule that no test names", async () => {
    expect(await faultsOf('it("does W2", () => {}); // it("W2 not", …)')).toEqual([
      "W2 is promised, and no test names it",
    ]);
  });

  it("refuses a test that is skipped, by itself or with its group", async () => {
    expect(await faultsOf('it.skip("W2 does it", () => {});')).toEqual([
      'test/a.test.ts: "W2 does it" is skipped',
    ]);
    expect(await faultsOf('describe.skip("a", () => { it("W2 does it", () => {}); });')).toEqual([
      'test/a.test.ts: "W2 does it" is skipped',
    ]);
    expect(await faultsOf('it.todo("W2 does it");')).toHaveLength(1);
  });

  it("refuses a test that names no rule there is", async () => {
    expect(await faultsOf('it("W2 a", () => {}); it("W99 b", () => {});')).toEqual([
      'test/a.test.ts: "W99 b" names no rule',
    ]);
  });
});
