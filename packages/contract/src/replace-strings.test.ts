import { describe, expect, it } from "vitest";
import { replaceStrings } from "./replace-strings.ts";

describe("replaceStrings", () => {
  it("hands out every string as it stands there, and says which are keys", () => {
    const seen: [string, boolean][] = [];
    const json = '{"a" : "x\\"y", "b\\\\":["\\\\", 1e400, {"c":"{\\"d\\":1}"}]}';
    replaceStrings(json, (string, isKey) => {
      seen.push([string, isKey]);
      return undefined;
    });
    expect(seen).toEqual([
      ['"a"', true],
      ['"x\\"y"', false],
      ['"b\\\\"', true],
      ['"\\\\"', false],
      ['"c"', true],
      ['"{\\"d\\":1}"', false],
    ]);
  });

  it("changes what is replaced and nothing else", () => {
    const json = '{"n": 12345678901234567890, "a":"x","x":["x" ,1.0]}';
    const replaced = replaceStrings(json, (string, isKey) =>
      string === '"x"' && !isKey ? '{"y":1}' : undefined,
    );
    expect(replaced).toBe('{"n": 12345678901234567890, "a":{"y":1},"x":[{"y":1} ,1.0]}');
  });
});
