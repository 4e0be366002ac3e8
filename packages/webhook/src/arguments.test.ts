import { describe, expect, it } from "vitest";
import { argumentsOf, argumentsText, btoa, failureOf, toBytes, valueIn } from "../test/requests.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("toArguments", () => {
  it("W6 takes the arguments of a GET from its payload", () => {
    const payload = encodeURIComponent(btoa('{"a":2,"b":"???>>>"}'));
    expect(argumentsOf({ method: "GET", query: `payload=${payload}` })).toEqual({
      a: 2,
      b: "???>>>",
    });
    expect(argumentsOf({ method: "GET", query: "" })).toEqual({});
    expect(argumentsOf({ method: "GET", query: "payload=" })).toEqual({});
  });

  it("reads a payload in the URL-safe alphabet, unpadded, unescaped or with line breaks", () => {
    const standard = btoa('{"a":"???>>>"}');
    const urlSafe = standard.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    expect(standard).toMatch(/[+/]/);
    for (const payload of [standard, urlSafe, `${standard.slice(0, 4)}%0A${standard.slice(4)}`]) {
      expect(argumentsOf({ method: "GET", query: `payload=${payload}` })).toEqual({ a: "???>>>" });
    }
  });

  it("says which step of decoding a payload failed", () => {
    const detailOf = (payload: string) => {
      const { code, detail } = failureOf({ method: "GET", query: `payload=${payload}` });
      expect(code).toBe("invalid-payload");
      return detail;
    };
    expect(detailOf("%7B%22a%22")).toBe("The payload is not valid base64.");
    expect(detailOf("abcde")).toBe("The payload is not valid base64.");
    expect(detailOf("_w")).toBe("The decoded payload is not valid UTF-8.");
    expect(detailOf(btoa('{"a":'))).toMatch(/^The decoded payload is not valid JSON/);
    expect(detailOf(btoa("[".repeat(101)))).toMatch(/deeper than 100 levels/);
  });

  it("wraps a payload that is not an object and keeps it raw, as if it were a body", () => {
    const query = `payload=${btoa("[1, 2]")}`;
    expect(argumentsOf({ method: "GET", query: `${query}&raw=true` })).toEqual({
      body: [1, 2],
      raw_string: "[1, 2]",
    });
  });

  it("wraps no payload only where there is one", () => {
    expect(argumentsOf({ method: "GET", query: "wrap_body=true" })).toEqual({});
    const query = `wrap_body=true&payload=${btoa('{"a":1}')}`;
    expect(argumentsOf({ method: "GET", query })).toEqual({ body: { a: 1 } });
  });

  it("reads neither the body of a GET nor the payload of a POST", () => {
    expect(argumentsOf({ method: "GET", body: '{"a":1}' })).toEqual({});
    const query = `payload=${btoa('{"a":1}')}`;
    expect(argumentsOf({ query, body: '{"b":2}' })).toEqual({ b: 2 });
  });

  it("W7 takes the named query values as strings", () => {
    const query = "include_query=a,b,c,d&a=foo&b=1&c=foobar&e=no";
    for (const method of ["GET", "POST"]) {
      expect(argumentsOf({ method, query })).toEqual({ a: "foo", b: "1", c: "foobar" });
    }
  });

  it("W12 takes the keys of a JSON object as arguments", () => {
    const body = '{"a": 1, "b": {"c": [null, true]}, "": "empty"}';
    expect(argumentsOf({ body })).toEqual({ a: 1, b: { c: [null, true] }, "": "empty" });
  });

  it("W13 takes the named headers as arguments", () => {
    const headers = { "x-sign": "abc", foo: "bar", "x-instance": "all" };
    const query = "include_header=X-Sign,%20foo,Absent";
    expect(argumentsOf({ query, headers, instanceHeaders: ["x-instance"] })).toEqual({
      x_sign: "abc",
      foo: "bar",
      x_instance: "all",
    });
  });

  it("leaves out a bearer token, but not another kind of authorization", () => {
    const query = "include_header=Authorization";
    expect(argumentsOf({ query, headers: { authorization: "Bearer abc" } })).toEqual({});
    expect(argumentsOf({ query, headers: { authorization: "Signature abc" } })).toEqual({
      authorization: "Signature abc",
    });
  });

  it("W14 wraps a body that is not an object", () => {
    for (const body of ["[1,2]", '"text"', "12.5", "true", "null"]) {
      expect(argumentsOf({ body })).toEqual({ body: JSON.parse(body) });
    }
    expect(argumentsOf({ body: '{"a":1}', query: "wrap_body=true" })).toEqual({ body: { a: 1 } });
    expect(argumentsOf({ body: "a=1", headers: FORM, query: "wrap_body=true" })).toEqual({
      body: { a: "1" },
    });
  });

  it("W15 adds the body exactly as it was sent", () => {
    const body = '\uFEFF{ "a" : 1,\r\n\t"é": "\\u00e9" }\n';
    expect(argumentsOf({ body, query: "raw=true" })).toEqual({ a: 1, é: "é", raw_string: body });
  });

  it("adds the body in base64 if it is not UTF-8, and no forged text of it", () => {
    const head = '--b\r\ncontent-disposition: form-data; name="raw_string"\r\n\r\nforged\r\n';
    const file = '--b\r\ncontent-disposition: form-data; name="f"; filename=""\r\n\r\n';
    const body = new Uint8Array([...toBytes(head + file), 0xff, ...toBytes("\r\n--b--")]);
    const args = argumentsOf({
      body,
      query: "raw=true",
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });
    expect(args).toEqual({
      f: { filename: "", type: "text/plain", size: 1, data: "/w==" },
      raw_base64: btoa(String.fromCharCode(...body)),
    });
  });

  it("X6 lets query win over body, headers over query, and the raw body over all", () => {
    const clash = {
      query: "raw=true&include_query=b,c,raw_string&b=query&c=query&raw_string=query",
      body: '{"a":"body","b":"body","c":"body","raw_string":"body"}',
      headers: { c: "header", raw_string: "header" },
      instanceHeaders: ["c", "raw_string"],
    };
    expect(argumentsOf(clash)).toEqual({
      a: "body",
      b: "query",
      c: "header",
      raw_string: clash.body,
    });
    const text = { ...clash, query: clash.query.replace("raw=true&", "") };
    const headers = { ...clash.headers, "content-type": "text/plain" };
    expect(argumentsOf({ ...text, headers })).toMatchObject({ raw_string: clash.body });
  });

  it("keeps the last of equal keys, however they are written", () => {
    expect(valueIn(argumentsText({ body: '{"a":1,"\\u0061":2,"b":{"c":1,"c":2}}' }))).toBe(
      '{"a":2,"b":{"c":1,"c":2}}',
    );
  });

  it("passes keys named like parts of a prototype as any others", () => {
    const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    expect(valueIn(argumentsText({ body }))).toBe(body);
    const query = "include_query=__proto__&__proto__=x";
    expect(valueIn(argumentsText({ query }))).toBe('{"__proto__":"x"}');
    expect(valueIn(argumentsText({ body: "__proto__=x", headers: FORM }))).toBe(
      '{"__proto__":"x"}',
    );
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  it("takes a body nested 100 levels deep and refuses one more", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}"]["${"]".repeat(depth)}`;
    expect(argumentsOf({ body: nested(100) })).toHaveProperty("body");
    expect(failureOf({ body: nested(101) })).toEqual({
      code: "invalid-body",
      detail: "The body is nested deeper than 100 levels.",
    });
  });

  it("refuses a body of a million brackets without reading it whole", () => {
    expect(failureOf({ body: '{"a":'.repeat(1_000_000) }).code).toBe("invalid-body");
  });

  it("refuses what is not JSON, says where it can, and never repeats it", () => {
    const detailOf = (body: string | Uint8Array) => {
      const { code, detail } = failureOf({ body });
      expect(code).toBe("invalid-body");
      return detail;
    };
    expect(detailOf('{\n "a": 1,\n "b" "secret"}')).toBe(
      "The body is not valid JSON, line 3 column 6.",
    );
    expect(detailOf('{"a":1')).toMatch(/^The body is not valid JSON[,:]/);
    expect(detailOf(" ")).toBe("The body is not valid JSON: it ends too early.");
    expect(detailOf("secret")).toBe("The body is not valid JSON.");
    expect(detailOf('"a\u0000b"')).toMatch(/^The body is not valid JSON/);
    expect(detailOf('"a\nb"')).toMatch(/^The body is not valid JSON/);
    expect(detailOf(new Uint8Array([0x22, 0xff, 0x22]))).toBe("The body is not valid UTF-8.");
    expect(detailOf(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]))).toMatch(/UTF-8/);
  });

  it("keeps escaped NULs and lone surrogates, and escapes those of other sources", () => {
    const body = '{"a":"\\u0000\\ud800"}';
    expect(valueIn(argumentsText({ body }))).toBe(body);
    expect(valueIn(argumentsText({ body: "a=%00", headers: FORM }))).toBe('{"a":"\\u0000"}');
    expect(valueIn(argumentsText({ query: "include_query=a&a=%00" }))).toBe('{"a":"\\u0000"}');
    const headers = { foo: "\ud800" };
    expect(valueIn(argumentsText({ query: "include_header=foo", headers }))).toBe(
      '{"foo":"\\ud800"}',
    );
  });

  it("keeps every digit of a number", () => {
    const body = '{"id":12345678901234567890,"big":1e400,"precise":0.10000000000000000000001}';
    expect(valueIn(argumentsText({ body, query: "include_query=q&q=1" }))).toBe(
      body.replace("}", ',"q":"1"}'),
    );
  });
});
