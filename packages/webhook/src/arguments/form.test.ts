import { describe, expect, it } from "vitest";
import { errorOf, toBytes, valueIn } from "../../test/requests.ts";
import { writeMembers } from "../json-text.ts";
import { MAX_FIELDS, readForm } from "./form.ts";

const read = (text: string) => writeMembers(valueIn(readForm(toBytes(text))));

describe("readForm", () => {
  it("reads one string a field and an array for a repeated one, in order", () => {
    expect(read("b=1&a=x+y%2B%C3%A9&b=&c&b=3")).toBe('{"b":["1","","3"],"a":"x y+é","c":""}');
  });

  it("keeps a question mark at the start and a percent sign that escapes nothing", () => {
    expect(read("?a=100%&b=%zz")).toBe('{"?a":"100%","b":"%zz"}');
    expect(read("")).toBe("{}");
  });

  it("refuses bytes and escapes that are not UTF-8 instead of losing letters", () => {
    expect(errorOf(readForm(toBytes("a=%E9"))).code).toBe("invalid-body");
    expect(errorOf(readForm(new Uint8Array([0x61, 0x3d, 0xe9]))).code).toBe("invalid-body");
    expect(errorOf(readForm(toBytes("a=%ED%A0%80"))).code).toBe("invalid-body");
  });

  it("takes as many fields as allowed and not one more", () => {
    const fields = (count: number) => toBytes(Array(count).fill("a=1").join("&"));
    expect(valueIn(readForm(fields(MAX_FIELDS))).size).toBe(1);
    expect(errorOf(readForm(fields(MAX_FIELDS + 1)))).toEqual({
      code: "invalid-body",
      detail: "The form has more than 10000 fields.",
    });
  });
});
