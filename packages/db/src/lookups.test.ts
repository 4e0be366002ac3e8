import { describe, expect, it } from "vitest";
import { Lookups } from "./lookups.ts";

const STATEMENT = { name: "test", text: "" };

/** Lookups in a table of letters and their numbers, and the columns of each statement that was run. */
function lettersTable(rows: readonly { letter: string; number: number }[]) {
  const asked: unknown[] = [];
  const run = async (_statement: unknown, values: readonly unknown[]) => {
    asked.push(values);
    const [letters] = values;
    const keys: unknown[] = Array.isArray(letters) ? letters : [];
    return keys.flatMap((key, index) =>
      rows.filter(({ letter }) => letter === key).map((row) => ({ ...row, place: index + 1 })),
    );
  };
  const lookups = new Lookups(async (statement, values) => typed(await run(statement, values)));
  return { lookups, asked };
}

function typed<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}

describe("Lookups", () => {
  it("gives each caller the rows of its key, from one statement for all", async () => {
    const { lookups, asked } = lettersTable([
      { letter: "a", number: 1 },
      { letter: "b", number: 2 },
      { letter: "b", number: 3 },
    ]);
    const find = (letter: string) => lookups.find<{ number: number }>(STATEMENT, [letter]);
    const found = await Promise.all(["b", "x", "a"].map(find));
    expect(found.map((rows) => rows.map(({ number }) => number))).toEqual([[2, 3], [], [1]]);
    expect(asked).toEqual([[["b", "x", "a"]]]);
  });

  it("asks once for what several ask for", async () => {
    const { lookups, asked } = lettersTable([{ letter: "a", number: 1 }]);
    const found = await Promise.all(["a", "b", "a"].map((key) => lookups.find(STATEMENT, [key])));
    expect(found.map((rows) => rows.length)).toEqual([1, 0, 1]);
    expect(asked).toEqual([[["a", "b"]]]);
  });

  it("keeps statements apart", async () => {
    const { lookups, asked } = lettersTable([]);
    await Promise.all([
      lookups.find(STATEMENT, ["a"]),
      lookups.find({ name: "another", text: "" }, ["a"]),
    ]);
    expect(asked).toEqual([[["a"]], [["a"]]]);
  });
});
