import { describe, expect, it } from "vitest";
import { errorOf, valueIn } from "../../test/requests.ts";
import { parseRunQuery } from "./query.ts";

describe("parseRunQuery", () => {
  it("asks for nothing where the query says nothing", () => {
    const settings = valueIn(parseRunQuery(""));
    expect(settings).toMatchObject({ raw: false, wrapBody: false, includeHeader: [] });
    expect(settings.queryArguments.size).toBe(0);
    expect(settings.errorStatus).toBeUndefined();
  });

  it("X2 reads what a run is to be like and ignores unknown names", () => {
    const query =
      "?scheduled_for=2030-01-31T12:00:00%2B02:00&scheduled_in_secs=60&tag=gpu&priority=7" +
      "&timeout=30&job_id=0198C0DE-0000-7000-8000-000000000000&error_status=500&other=x&RAW=maybe";
    expect(valueIn(parseRunQuery(query))).toMatchObject({
      scheduledFor: "2030-01-31T12:00:00+02:00",
      scheduledInSeconds: 60,
      tag: "gpu",
      priority: 7,
      timeoutSeconds: 30,
      jobId: "0198c0de-0000-7000-8000-000000000000",
      errorStatus: 500,
    });
  });

  it("refuses every known name with a wrong value, by name", () => {
    const query =
      "raw=yes&wrap_body=&error_status=200&include_header=a%20b&scheduled_for=2030-02-31T00:00:00Z" +
      "&scheduled_in_secs=-1&tag=a%20b&priority=101&timeout=1.5&job_id=1";
    const error = errorOf(parseRunQuery(query));
    expect(error.code).toBe("invalid-input");
    expect(error.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      "/error_status",
      "/include_header",
      "/job_id",
      "/priority",
      "/raw",
      "/scheduled_for",
      "/scheduled_in_secs",
      "/tag",
      "/timeout",
      "/wrap_body",
    ]);
    expect(error.errors).toContainEqual({ pointer: "/raw", detail: "must be true or false" });
  });

  it("takes error_status from 400 to 599 only", () => {
    for (const status of ["400", "599"]) {
      expect(valueIn(parseRunQuery(`error_status=${status}`)).errorStatus).toBe(Number(status));
    }
    for (const status of ["399", "600", "4e2", "toString", "1234567890"]) {
      expect(errorOf(parseRunQuery(`error_status=${status}`)).code).toBe("invalid-input");
    }
  });

  it("does not take a name of Object's prototype for a boolean", () => {
    expect(errorOf(parseRunQuery("raw=toString")).code).toBe("invalid-input");
  });

  it("lets the last of repeated values count, and joins repeated lists", () => {
    const settings = valueIn(
      parseRunQuery(
        "raw=true&raw=false&include_query=a&include_query=b&a=1&a=2&b=3&include_header=x&include_header=y",
      ),
    );
    expect(settings.raw).toBe(false);
    expect([...settings.queryArguments]).toEqual([
      ["a", "2"],
      ["b", "3"],
    ]);
    expect(settings.includeHeader).toEqual(["x", "y"]);
  });

  it("never takes the token as an argument", () => {
    const settings = valueIn(parseRunQuery("include_query=token,a&token=secret&a=1"));
    expect([...settings.queryArguments]).toEqual([["a", "1"]]);
  });

  it("decodes plus signs and escapes once", () => {
    const settings = valueIn(parseRunQuery("include_query=a%20b,c&a+b=x%2By+z&c=%2541"));
    expect([...settings.queryArguments]).toEqual([
      ["a b", "x+y z"],
      ["c", "%41"],
    ]);
  });

  it("refuses an argument whose escapes are not UTF-8, and no other value", () => {
    expect(errorOf(parseRunQuery("include_query=a&a=%E9")).errors).toEqual([
      { pointer: "/include_query", detail: "must name values in UTF-8" },
    ]);
    expect(valueIn(parseRunQuery("include_query=a&a=%C3%A9&b=%E9")).queryArguments.get("a")).toBe(
      "é",
    );
    expect(valueIn(parseRunQuery("include_query=a&a=%EF%BF%BD")).queryArguments.get("a")).toBe(
      "\uFFFD",
    );
  });
});
