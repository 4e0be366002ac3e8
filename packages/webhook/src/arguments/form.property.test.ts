import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unicodeText } from "../../test/arbitraries.ts";
import { toBytes, URLSearchParams, valueIn } from "../../test/requests.ts";
import { writeMembers } from "../json-text.ts";
import { readForm } from "./form.ts";

describe("readForm", () => {
  it("reads what the platform's URLSearchParams writes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(unicodeText, unicodeText)), (pairs) => {
        const expected = new Map<string, string | string[]>();
        for (const [name, value] of pairs) {
          const before = expected.get(name);
          expected.set(name, before === undefined ? value : [before, value].flat());
        }
        const text = new URLSearchParams(pairs).toString();
        const args: object = JSON.parse(writeMembers(valueIn(readForm(toBytes(text)))));
        expect(new Map(Object.entries(args))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
