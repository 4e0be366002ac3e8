import { describe, expect, it } from "vitest";
import { readCommandLine } from "./options.ts";

describe("readCommandLine", () => {
  it("measures everything in five rounds unless told otherwise", () => {
    expect(readCommandLine([])).toMatchObject({ rounds: 5, only: [], growth: 0 });
  });

  it("takes names by commas, numbers and a file", () => {
    const args = ["--only", "sync,get-job", "--rounds", "7", "--seconds=0.2", "--json", "x.json"];
    expect(readCommandLine([...args, "--growth", "1000000"])).toEqual({
      rounds: 7,
      seconds: 0.2,
      growth: 1_000_000,
      callers: 10_000,
      flooded: 10_000,
      only: ["sync", "get-job"],
      json: "x.json",
      profile: "",
    });
  });

  it.each(["many", "-1", ""])(
    "refuses %j for a number, and options that there are not",
    (value) => {
      expect(() => readCommandLine([`--rounds=${value}`])).toThrow("--rounds");
      expect(() => readCommandLine(["--round", "5"])).toThrow("--round");
    },
  );
});
