import { describe, expect, it } from "vitest";
import { argumentsCheckOf } from "./check-arguments.ts";

describe("argumentsCheckOf", () => {
  it.each([
    ["date-time", "2024-02-29T12:30:00Z", "2024-02-29"],
    ["date", "2024-02-29", "2024-13-01"],
    ["uuid", "00000000-0000-0000-0000-00000000000A", "00000000"],
  ])("holds a text against the format %s", (format, right, wrong) => {
    const schema = { type: "object", properties: { value: { type: "string", format } } };
    const check = argumentsCheckOf(JSON.stringify(schema));
    expect(() => check(JSON.stringify({ value: right }))).not.toThrow();
    expect(() => check(JSON.stringify({ value: wrong }))).toThrow(`/value must match format`);
  });

  it("lets a format pass that it does not know", () => {
    const check = argumentsCheckOf('{"properties":{"value":{"type":"string","format":"time"}}}');
    expect(() => check('{"value":"noon"}')).not.toThrow();
  });
});
