import { describe, expect, it } from "vitest";
import { readDocument } from "../document.ts";
import { routeOf } from "./route-of.ts";

const { operations } = await readDocument();
const idsAt = (method: string, target: string) =>
  routeOf(operations, method, target).operations.map(({ id }) => id);

describe("routeOf", () => {
  it.each([
    ["GET", "/api/w/main/scripts?limit=5", ["scripts.list"]],
    ["GET", "http://localhost/api/w/main/scripts", ["scripts.list"]],
    ["GET", "/api/w/main/jobs/../scripts", ["scripts.list"]],
    ["POST", "/api/w/main/jobs/run/p/f%2Fa%2Fb", ["jobs.runByPath"]],
    ["GET", "/api/w/main/jobs/x%2Fy/result", ["jobs.result"]],
    ["HEAD", "/livez", ["instance.livez"]],
    ["PUT", "/api/w/main/scripts", []],
    ["GET", "/api/w/main/scripts/", []],
    ["GET", "/api/w/a/b/scripts", []],
    ["GET", "*", []],
  ])("finds the operations at %s %s", (method, target, ids) => {
    expect(idsAt(method, target)).toEqual(ids);
  });

  it("knows the methods of an address", () => {
    const { methods } = routeOf(operations, "PUT", "/api/w/main/scripts");
    expect([...methods].sort()).toEqual(["GET", "POST"]);
  });
});
