import { describe, expect, it } from "vitest";
import {
  isDeeperThan,
  kindOf,
  readElements,
  readMembers,
  readString,
  writeMembers,
} from "./json-text.ts";

describe("kindOf", () => {
  it("tells the kind of any value", () => {
    const texts = ["{}", " [1]", '\n"a"', "\t-1.5", "\r0", "true", "false", "null"];
    expect(texts.map(kindOf)).toEqual([
      "object",
      "array",
      "string",
      "number",
      "number",
      "boolean",
      "boolean",
      "null",
    ]);
  });
});

describe("readMembers", () => {
  it("cuts an object into its members without the blanks between them", () => {
    const text = ' { "a" : 1 ,"b":\n[ 1, {"c": "]}" } ]\t, "":"\\\\","d":true}\r\n';
    expect([...(readMembers(text) ?? [])]).toEqual([
      ["a", "1"],
      ["b", '[ 1, {"c": "]}" } ]'],
      ["", '"\\\\"'],
      ["d", "true"],
    ]);
  });

  it("reads names with escapes and keeps the last of equal ones", () => {
    expect([...(readMembers('{"a\\"":1,"\\u0062":2,"b":3}') ?? [])]).toEqual([
      ['a"', "1"],
      ["b", "3"],
    ]);
  });

  it("reads an empty object, and nothing from what is none", () => {
    expect(readMembers(" { } ")?.size).toBe(0);
    for (const text of ["[]", '"{}"', "1", ""]) {
      expect(readMembers(text)).toBeUndefined();
    }
  });

  it("ends on text that is cut off", () => {
    for (const text of ["{", '{"', '{"a', '{"a"', '{"a":', '{"a":[', '{"a":1', '{"a":"\\']) {
      expect(readMembers(text)).toBeInstanceOf(Map);
    }
  });
});

describe("readElements", () => {
  it("cuts an array into its elements", () => {
    expect(readElements(' [ 1 ,"a,]" , [2,[3]],{"b":4} , null ] ')).toEqual([
      "1",
      '"a,]"',
      "[2,[3]]",
      '{"b":4}',
      "null",
    ]);
    expect(readElements("[ ]")).toEqual([]);
    expect(readElements("{}")).toBeUndefined();
  });

  it("ends on text that is no JSON", () => {
    for (const text of ["[", "[1", "[1,", "[}", "[,,", '["']) {
      expect(readElements(text)).toBeInstanceOf(Array);
    }
  });
});

describe("writeMembers", () => {
  it("writes what was read, names escaped", () => {
    expect(writeMembers(new Map([['a"\u0000\ud800', "[1]"]]))).toBe('{"a\\"\\u0000\\ud800":[1]}');
    expect(writeMembers(new Map())).toBe("{}");
  });
});

describe("readString", () => {
  it("undoes escapes", () => {
    expect(readString('"a b"')).toBe("a b");
    expect(readString('"\\u0061\\n\\ud800"')).toBe("a\n\ud800");
  });
});

describe("isDeeperThan", () => {
  it("counts arrays and objects, and none in strings", () => {
    expect(isDeeperThan('{"a":[{}]}', 3)).toBe(false);
    expect(isDeeperThan('{"a":[{}]}', 2)).toBe(true);
    expect(isDeeperThan("[[],[],[]]", 2)).toBe(false);
    expect(isDeeperThan('["\\"[[[", "\\\\", "[[["]', 1)).toBe(false);
  });
});
