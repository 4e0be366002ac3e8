import { describe, expect, it } from "vitest";
import { concurrencyOf } from "./concurrency-of.ts";

describe("concurrencyOf", () => {
  const keyOf = (key: string, args: unknown) =>
    concurrencyOf("f/a/b", { limit: 2, key }, JSON.stringify(args)).key;

  it("counts all jobs of the path without a key", () => {
    expect(concurrencyOf("f/a/b", { limit: 2 }, "not read")).toEqual({ key: "f/a/b", limit: 2 });
  });

  it("puts arguments in, also members of them", () => {
    expect(keyOf("$args.customer", { customer: "acme" })).toBe("f/a/b:acme");
    expect(keyOf("eu-$args.order.id!", { order: { id: 7 } })).toBe("f/a/b:eu-7!");
    expect(keyOf("$args.a/$args.b", { a: true, b: ["x"] })).toBe('f/a/b:true/["x"]');
  });

  it("takes what is missing for nothing, and sees only what the caller sent", () => {
    expect(keyOf("$args.a.b-$args.toString", { a: null })).toBe("f/a/b:-");
  });

  it("makes a short key of a long value, another one for another value", () => {
    const [one, other] = ["a", "b"].map((end) => keyOf("$args.a", { a: "x".repeat(9_999) + end }));
    expect(one).toMatch(/^f\/a\/b:sha256 [0-9a-f]{64}$/);
    expect(other).not.toBe(one);
  });

  it("makes a key that can be stored of a value with NUL", () => {
    expect(keyOf("$args.a", { a: "\0" })).toMatch(/^f\/a\/b:sha256 /);
  });
});
