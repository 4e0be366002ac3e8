import { describe, expect, it } from "vitest";
import { headerOf, refusalOf, responseTo } from "../../test/responses.ts";

const refuse = (headers: object) => {
  const { code, detail } = refusalOf({ getOperate_headers: headers, result: 1 });
  expect(code).toBe("invalid-header");
  return detail;
};

describe("readHeaders", () => {
  it("takes a redirect and other headers of HTTP", () => {
    const response = responseTo({
      getOperate_status_code: 302,
      getOperate_headers: { Location: "myapp://done?a=1", "Cache-Control": "no-store", Age: "0" },
    });
    expect(headerOf(response, "location")).toBe("myapp://done?a=1");
    expect(headerOf(response, "cache-control")).toBe("no-store");
  });

  it("lets the last of names count that differ only in case", () => {
    const { headers } = responseTo({ getOperate_headers: { "X-A": "1", "x-a": "2" } });
    expect(headers.filter(([name]) => /^x-a$/i.test(name))).toEqual([["x-a", "2"]]);
  });

  it("refuses names and values that would begin another header", () => {
    for (const name of ["", "X A", "X:", "X\r\nY", "é"]) {
      expect(refuse({ [name]: "1" })).toMatch(/cannot be the name/);
    }
    for (const value of ["a\r\nX: y", "a\n", "a\u0000", "é", " a", "a\t"]) {
      expect(refuse({ "X-A": value })).toMatch(/^"X-A" has a value with/);
    }
    for (const value of [1, null, ["a"], {}]) {
      expect(refuse({ "X-A": value })).toBe('"X-A" needs a string as its value.');
    }
  });

  it("refuses headers that belong to the connection, the origin or the server", () => {
    for (const name of [
      "Connection",
      "Transfer-Encoding",
      "content-length",
      "Set-Cookie",
      "Content-Security-Policy",
      "X-CONTENT-TYPE-OPTIONS",
      "Clear-Site-Data",
      "X-Job-Status",
      "X-Request-Id",
      "Idempotent-Replayed",
      "X-Accel-Redirect",
      "X-Sendfile",
    ]) {
      expect(refuse({ [name]: "1" })).toBe(`"${name}" is not a header that a script may set.`);
    }
  });

  it("refuses to lead to an address that is a page or program itself", () => {
    for (const address of ["javascript:alert(1)", "JavaScript:x", "java\tscript:x", "data:,x"]) {
      expect(refuse({ Location: address })).toMatch(/may not lead/);
    }
    expect(headerOf(responseTo({ wm_headers: { "X-L": "javascript:x" } }), "x-l")).toBeDefined();
  });

  it("takes as many letters as allowed and not one more", () => {
    const longest = "a".repeat(8 * 1024 - 3);
    expect(headerOf(responseTo({ wm_headers: { "X-A": longest } }), "x-a")).toBe(longest);
    expect(refuse({ "X-A": `${longest}a` })).toBe(
      "The headers have more than 8192 letters together.",
    );
  });
});
