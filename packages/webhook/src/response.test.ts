import { describe, expect, it } from "vitest";
import { errorOf, valueIn } from "../test/requests.ts";
import { failureResponse, headerOf, refusalOf, responseTo, success } from "../test/responses.ts";
import { toResponse } from "./response.ts";

describe("toResponse", () => {
  it("W16 answers 200 with the result as JSON", () => {
    for (const result of [{ a: 1 }, [1], "text", 1.5, true, null]) {
      const response = responseTo(result);
      expect(response.status).toBe(200);
      expect(response.body).toBe(JSON.stringify(result));
      expect(response.headers).toEqual([
        ["Content-Type", "application/json"],
        ["X-Content-Type-Options", "nosniff"],
        ["X-Job-Status", "success"],
      ]);
    }
  });

  it("W17 answers 200 with the error when the script throws", () => {
    const result = '{"error":{"name":"Error","message":"no"}}';
    const response = failureResponse(result);
    expect(response.status).toBe(200);
    expect(response.body).toBe(result);
    expect(headerOf(response, "x-job-status")).toBe("failure");
    expect(headerOf(response, "content-type")).toBe("application/json");
    expect(failureResponse(result, { errorStatus: 502 }).status).toBe(502);
  });

  it("answers a canceled job like a failed one", () => {
    const outcome = { status: "canceled", result: '{"error":{}}' } as const;
    const response = valueIn(toResponse(outcome, { errorStatus: 500 }));
    expect(response.status).toBe(500);
    expect(headerOf(response, "x-job-status")).toBe("canceled");
  });

  it("takes no special keys from a failure and no error status for a success", () => {
    const result = '{"error":{"name":"Error"},"getOperate_status_code":201}';
    expect(failureResponse(result)).toMatchObject({ status: 200, body: result });
    const outcome = success({ getOperate_status_code: 201 });
    expect(valueIn(toResponse(outcome, { errorStatus: 500 })).status).toBe(201);
  });

  it("W18 takes the status from getOperate_status_code", () => {
    for (const status of [200, 201, 299, 404, 599]) {
      expect(responseTo({ getOperate_status_code: status }).status).toBe(status);
    }
    for (const status of [199, 600, 0, -200, 200.5, 100, 1e300]) {
      expect(refusalOf({ getOperate_status_code: status }).code).toBe("invalid-status-code");
    }
    const overflow = { status: "success", result: '{"getOperate_status_code":1e999}' } as const;
    expect(errorOf(toResponse(overflow)).detail).toBe(
      "1e999 is not a whole number from 200 to 599.",
    );
  });

  it("W19 takes the content type from getOperate_content_type and sends a string as it is", () => {
    const response = responseTo({ getOperate_content_type: "text/html", result: "<p>é</p>" });
    expect(headerOf(response, "content-type")).toBe("text/html");
    expect(response.body).toBe("<p>é</p>");
    expect(responseTo({ getOperate_content_type: "text/csv", result: [1] }).body).toBe("[1]");
    const json = { getOperate_content_type: "application/problem+json", result: "text" };
    expect(responseTo(json).body).toBe('"text"');
    for (const type of ["html", "text/html\r\nX: y", "", " text/html", "a/b/c"]) {
      expect(refusalOf({ getOperate_content_type: type }).code).toBe("invalid-content-type");
    }
  });

  it("W20 sends result, or else what is left without the special keys", () => {
    expect(responseTo({ getOperate_status_code: 201, result: [1], other: 2 }).body).toBe("[1]");
    expect(responseTo({ getOperate_status_code: 201, result: null }).body).toBe("null");
    expect(responseTo({ a: 1, getOperate_status_code: 201, b: 2 }).body).toBe('{"a":1,"b":2}');
    const empty = responseTo({ getOperate_status_code: 201 });
    expect(empty.body).toBeNull();
    expect(headerOf(empty, "content-type")).toBeUndefined();
  });

  it("returns an object whole when a special key has a value of the wrong type", () => {
    for (const wrong of [
      { getOperate_status_code: "201" },
      { getOperate_status_code: null },
      { getOperate_content_type: 1 },
      { getOperate_headers: ["X-A"] },
      { getOperate_content_transfer_encoding: true },
      { getOperate_status_code: 201, wm_content_type: {} },
    ]) {
      const result = { ...wrong, result: "kept" };
      expect(responseTo(result)).toMatchObject({ status: 200, body: JSON.stringify(result) });
    }
  });

  it("X10 takes headers and bytes, and the spellings of Windmill for every key", () => {
    for (const prefix of ["getOperate_", "windmill_", "wm_"]) {
      const response = responseTo({
        [`${prefix}status_code`]: 203,
        [`${prefix}content_type`]: "image/gif",
        [`${prefix}headers`]: { "X-A": "1", "x-b": "" },
        [`${prefix}content_transfer_encoding`]: "base64",
        result: "R0lG",
      });
      expect(response.status).toBe(203);
      expect(response.body).toEqual(new Uint8Array([0x47, 0x49, 0x46]));
      expect(response.headers.slice(0, 3)).toEqual([
        ["Content-Type", "image/gif"],
        ["X-A", "1"],
        ["x-b", ""],
      ]);
    }
  });

  it("lets our own spelling of a special key go before the others and sends none of them", () => {
    const result = { wm_status_code: 201, windmill_status_code: 202, getOperate_status_code: 203 };
    expect(responseTo(result)).toMatchObject({ status: 203, body: null });
    expect(responseTo({ wm_status_code: 201, windmill_status_code: 202 }).status).toBe(202);
  });

  it("X14 lets no browser guess a type, and gives pages an origin of their own", () => {
    const headersOf = (type: string) =>
      responseTo({ getOperate_content_type: type, result: "" }).headers.map(([name, value]) =>
        [name, value].join(": "),
      );
    for (const type of ["text/html", "image/svg+xml", "application/javascript", "text/plain"]) {
      expect(headersOf(type)).toContain("X-Content-Type-Options: nosniff");
      expect(headersOf(type)).toContain("Content-Security-Policy: sandbox");
    }
    for (const type of ["application/json", "Application/Problem+JSON; charset=utf-8"]) {
      expect(headersOf(type)).toContain("X-Content-Type-Options: nosniff");
      expect(headersOf(type).join()).not.toContain("Content-Security-Policy");
    }
    const untyped = responseTo({ getOperate_status_code: 200 });
    expect(headerOf(untyped, "content-security-policy")).toBe("sandbox");
  });

  it("does not let a content type among the headers pass by the rules for it", () => {
    const page = { getOperate_headers: { "content-TYPE": "text/html" }, result: "<p>" };
    const response = responseTo(page);
    expect(response.body).toBe("<p>");
    expect(response.headers.filter(([name]) => /content-type$/i.test(name))).toEqual([
      ["Content-Type", "text/html"],
    ]);
    expect(headerOf(response, "content-security-policy")).toBe("sandbox");
    expect(headerOf(responseTo({ ...page, wm_content_type: "text/csv" }), "content-type")).toBe(
      "text/csv",
    );
    expect(refusalOf({ getOperate_headers: { "content-type": "html" } }).code).toBe(
      "invalid-content-type",
    );
  });

  it("sends no body where HTTP has none", () => {
    for (const status of [204, 205, 304]) {
      const response = responseTo({ getOperate_status_code: status, result: { a: 1 } });
      expect(response).toMatchObject({ status, body: null });
      expect(headerOf(response, "content-type")).toBeUndefined();
    }
  });

  it("keeps every digit of a number and any depth", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    for (const value of ["12345678901234567890", "1e400", deep]) {
      const result = `{"wm_status_code":201,"result":${value}}`;
      expect(valueIn(toResponse({ status: "success", result })).body).toBe(value);
    }
  });

  it("finds special keys also where their letters are escaped, and not in deeper values", () => {
    const escaped = '{"\\u0077m_status_code":201}';
    expect(valueIn(toResponse({ status: "success", result: escaped })).status).toBe(201);
    const deeper = { a: { wm_status_code: 201 }, b: "wm_status_code" };
    expect(responseTo(deeper)).toMatchObject({ status: 200, body: JSON.stringify(deeper) });
    expect(responseTo(["wm_status_code"])).toMatchObject({ status: 200 });
  });
});
