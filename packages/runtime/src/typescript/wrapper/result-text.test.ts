import { describe, expect, it } from "vitest";
import { resultText } from "./result-text.ts";

const textOf = (value: unknown) => resultText(value, () => Promise.resolve());

describe("resultText", () => {
  it.each<[string, unknown, string]>([
    ["undefined", undefined, "null"],
    ["null", null, "null"],
    ["NaN", Number.NaN, "null"],
    ["infinity", Number.POSITIVE_INFINITY, "null"],
    ["minus zero", -0, "0"],
    ["a date", new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ["an invalid date", new Date(Number.NaN), "null"],
    ["a Map, whose entries are no properties", new Map([[1, 2]]), "{}"],
    ["functions and undefined in an object", { a: () => 1, b: undefined, c: 1 }, '{"c":1}'],
    ["functions and undefined in a list", [() => 1, undefined], "[null,null]"],
    ["half of a surrogate pair", "\ud800", '"\\ud800"'],
    ["toJSON", { toJSON: () => ({ a: 1 }) }, '{"a":1}'],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ])("W16 makes JSON of %s", async (_, value, text) => {
    expect(await textOf(value)).toBe(text);
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;

  it.each<[string, unknown, string]>([
    ["a BigInt", { n: 1n }, "cannot become JSON: Do not know how to serialize a BigInt"],
    ["a cycle", cycle, "cannot become JSON: Converting circular structure"],
    ["a function", () => 1, "of type function, has no JSON form"],
    ["a symbol", Symbol("s"), "of type symbol, has no JSON form"],
    ["toJSON that gives nothing", { toJSON: () => undefined }, "of type object, has no JSON form"],
  ])("refuses %s", async (_, value, message) => {
    await expect(textOf(value)).rejects.toThrow(message);
  });

  it("refuses what is nested too deeply to be gone through", async () => {
    let nested: unknown[] = [];
    for (let depth = 0; depth < 100_000; depth += 1) {
      nested = [nested];
    }
    await expect(textOf(nested)).rejects.toThrow("too large or too deeply nested");
  });

  it("throws what a getter or toJSON throws", async () => {
    const thrown = { mine: true };
    const value = {
      toJSON: () => {
        throw thrown;
      },
    };
    await expect(textOf(value)).rejects.toBe(thrown);
  });

  async function* later() {
    yield 1;
    yield { a: 2 };
  }
  function* now() {
    yield 1;
    yield { a: 2 };
  }

  it.each<[string, unknown]>([
    ["an async generator", later()],
    ["a generator", now()],
    ["an async iterable", { [Symbol.asyncIterator]: () => later() }],
    [
      "a stream",
      new ReadableStream({
        start: (controller) => {
          controller.enqueue(1);
          controller.enqueue({ a: 2 });
          controller.close();
        },
      }),
    ],
  ])("makes a list of what %s yields", async (_, value) => {
    expect(await textOf(value)).toBe('[1,{"a":2}]');
  });

  it("hands each item on as JSON, and asks for the next one when that is done", async () => {
    const events: unknown[] = [];
    function* items() {
      for (const item of [1, undefined, { a: 2 }]) {
        events.push("yields");
        yield item;
      }
    }
    const onItem = async (json: string) => {
      await Promise.resolve();
      events.push(json);
    };
    expect(await resultText(items(), onItem)).toBe('[1,null,{"a":2}]');
    expect(events).toEqual(["yields", "1", "yields", "null", "yields", '{"a":2}']);
  });

  it("lets an iterable clean up that is not asked for more", async () => {
    let isClean = false;
    function* items() {
      try {
        yield 1;
      } finally {
        isClean = true;
      }
    }
    const refused = resultText(items(), () => Promise.reject(new Error("too much")));
    await expect(refused).rejects.toThrow("too much");
    expect(isClean).toBe(true);
  });

  it("takes a Set for the object it is, since only what yields becomes a list", async () => {
    expect(await textOf(new Set([1]))).toBe("{}");
  });

  it("throws what an iterable throws", async () => {
    async function* broken() {
      yield 1;
      throw new Error("broken");
    }
    await expect(textOf(broken())).rejects.toThrow("broken");
  });
});
