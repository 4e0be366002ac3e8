import { describe, expect, it } from "vitest";
import { bindArguments } from "./bind-arguments.ts";

function bind(names: string, json: string): unknown[] {
  const parameters = names
    .split(" ")
    .filter((name) => name !== "")
    .map((name) => ({ name: name.replace("...", ""), rest: name.startsWith("...") }));
  return bindArguments(parameters, JSON.parse(json));
}

describe("bindArguments", () => {
  it("puts values into the order of the parameters", () => {
    expect(bind("a b c", '{"c":3,"a":1,"b":null}')).toEqual([1, null, 3]);
  });

  it("leaves out what no parameter takes", () => {
    expect(bind("a", '{"a":1,"z":2}')).toEqual([1]);
    expect(bind("", '{"a":1}')).toEqual([]);
  });

  it("gives undefined for what is missing, so that a default applies", () => {
    expect(bind("a b", '{"b":2}')).toEqual([undefined, 2]);
  });

  it.each(["toString", "constructor", "__proto__", "hasOwnProperty"])(
    "takes nothing from a prototype for a parameter %s",
    (name) => {
      expect(bind(name, "{}")).toEqual([undefined]);
      expect(bind(name, `{"${name}":1}`)).toEqual([1]);
    },
  );

  it.each([
    ['{"rest":[2,3]}', [undefined, 2, 3]],
    ['{"rest":[]}', [undefined]],
    ['{"rest":null}', [undefined, null]],
    ['{"rest":5}', [undefined, 5]],
    ["{}", [undefined]],
  ])("spreads the list of a rest parameter: %s", (json, expected) => {
    expect(bind("a ...rest", json)).toEqual(expected);
  });

  it("binds a thousand", () => {
    const names = Array.from({ length: 1000 }, (_, at) => `p${at}`);
    const json = JSON.stringify(Object.fromEntries(names.map((name, at) => [name, at])));
    expect(bind(names.join(" "), json)).toEqual(names.map((_, at) => at));
  });
});
