import { ERRORS, ListScriptsInput } from "@getoperate/contract";
import { describe, expect, it } from "vitest";
import { instanceDocument } from "../src/index.ts";
import { contractProcedures, contractRouter } from "../src/procedures.ts";
import {
  codesOf,
  document,
  type Operation,
  operationOf,
  operations,
  resolve,
} from "./document-operations.ts";

const procedures = contractProcedures(contractRouter());

const statusOf = new Map(
  Object.entries(ERRORS).map(([code, { status }]) => [code, String(status)]),
);

/** Health is a state and no error: a probe reads nothing but the status. */
const STATES = new Set(["instance.readyz"]);

/** `default` is what a script chose. */
function isError(status: string): boolean {
  return status >= "400" && status !== "default";
}

function namesOf(list: readonly ({ name: string } | object)[] | undefined): string[] {
  return (list ?? []).flatMap((each) => ("name" in each ? [each.name] : []));
}

function parameterOf(operation: Operation, name: string): object {
  return operation.parameters?.find((each) => "name" in each && each.name === name) ?? {};
}

describe("instanceDocument", () => {
  it("is OpenAPI 3.1, of the version that is asked for and the server that it was read from", () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      info: { version: "1.2.3" },
      servers: [{ url: "/" }],
    });
  });

  it("is the same text each time", () => {
    expect(JSON.stringify(instanceDocument({ version: "1.2.3" }))).toBe(JSON.stringify(document));
  });

  it("leaves the contract's schemas as strict as they were", () => {
    const input = { workspace: "main", limit: "5" };
    expect(ListScriptsInput.safeParse(input).success).toBe(false);
  });

  it("has an operation for each procedure with a REST route", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids).toEqual(expect.arrayContaining(procedures.map(({ name }) => name)));
  });

  it("names no two operations alike", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("gives each operation a summary and a tag that is explained", () => {
    const known = namesOf(document.tags);
    const plain = operations.filter(
      ({ operation }) => !operation.summary || !operation.tags?.every((tag) => known.includes(tag)),
    );
    expect(plain).toEqual([]);
  });

  it("lists each tag once, and none that nobody has", () => {
    const used = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
    expect(namesOf(document.tags).sort()).toEqual([...used].sort());
  });

  it("answers a success with the status that the procedure's meta says, and no other", () => {
    for (const { name, meta } of procedures) {
      const statuses = Object.keys(operationOf(name).responses ?? {});
      expect([name, statuses.filter((status) => !isError(status))]).toEqual([
        name,
        [String(meta.successStatus ?? 200)],
      ]);
    }
  });

  it("answers with the codes that the procedure's meta names", () => {
    for (const { name, meta } of procedures) {
      for (const code of meta.errors ?? []) {
        const codes = codesOf(operationOf(name), String(ERRORS[code].status));
        expect([name, codes]).toEqual([name, expect.arrayContaining([code])]);
      }
    }
  });

  it("answers every error with a problem", () => {
    const others = operations
      .filter(({ operation }) => !STATES.has(operation.operationId ?? ""))
      .flatMap(({ route, operation }) =>
        Object.entries(operation.responses ?? {})
          .filter(([status]) => isError(status))
          .map(([status, response]) => ({ route, status, response: resolve(response) })),
      )
      .filter(({ response }) => {
        const content = Reflect.get(Object(response), "content");
        const types = Object.keys(content);
        return types.join() !== "application/problem+json" || !namesProblem(content);
      });
    expect(others).toEqual([]);
  });

  it("gives each problem only codes of its status", () => {
    const wrong = operations.flatMap(({ route, operation }) =>
      Object.keys(operation.responses ?? {}).flatMap((key) =>
        (codesOf(operation, key) ?? [])
          .filter((code) => statusOf.get(code) !== key)
          .map((code) => `${route}: ${code} as ${key}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("tells what any call with a token can meet", () => {
    for (const { route, operation } of operations) {
      const met = ["400", "401", "403", "500", "503"].filter(
        (status) => codesOf(operation, status) !== undefined,
      );
      const isPublic = operation.security?.length === 0;
      expect([route, met]).toEqual([
        route,
        isPublic ? met.filter((status) => status === "503") : ["400", "401", "403", "500", "503"],
      ]);
    }
  });

  it("tells what a call with a body can meet, and only such a call", () => {
    for (const { route, operation } of operations) {
      const reads = /^(post|put|patch) /.test(route);
      expect([route, codesOf(operation, "415") !== undefined]).toEqual([route, reads]);
    }
  });

  it("names the header that says how to authenticate", () => {
    const response = resolve(operationOf("users.whoami").responses?.["401"]);
    expect(response).toMatchObject({ headers: { "WWW-Authenticate": { schema: {} } } });
  });

  it("takes a token in the query for webhooks and for reading jobs alone", () => {
    const inQuery = operations
      .filter(({ operation }) => operation.security?.some((each) => "tokenInQuery" in each))
      .map(({ route }) => route.replace("/api/w/{workspace}", ""));
    expect(inQuery.sort()).toEqual([
      "get /jobs",
      "get /jobs/run_and_stream/h/{hash}",
      "get /jobs/run_and_stream/p/{path}",
      "get /jobs/run_and_stream/{path}",
      "get /jobs/run_wait_result/h/{hash}",
      "get /jobs/run_wait_result/p/{path}",
      "get /jobs/run_wait_result/{path}",
      "get /jobs/{id}",
      "get /jobs/{id}/events",
      "get /jobs/{id}/logs",
      "get /jobs/{id}/result",
      "post /jobs/run/h/{hash}",
      "post /jobs/run/p/{path}",
      "post /jobs/run_and_stream/h/{hash}",
      "post /jobs/run_and_stream/p/{path}",
      "post /jobs/run_and_stream/{path}",
      "post /jobs/run_wait_result/h/{hash}",
      "post /jobs/run_wait_result/p/{path}",
      "post /jobs/run_wait_result/{path}",
    ]);
  });

  it("asks for a body only where a property must be there", () => {
    expect(operationOf("scripts.deploy").requestBody).toMatchObject({ required: true });
    expect(operationOf("jobs.cancel").requestBody).toMatchObject({ required: false });
  });

  it("asks for no property that has a default", () => {
    expect(operationOf("scripts.deploy").requestBody).toMatchObject({
      content: { "application/json": { schema: { required: ["path", "content"] } } },
    });
  });

  it("says of every path in a URL that it has slashes", () => {
    const paths = operations.filter(({ route }) => route.includes("{path}"));
    for (const { operation } of paths) {
      expect(parameterOf(operation, "path")).toMatchObject({
        description: expect.stringContaining("%2F"),
      });
    }
    expect(paths).toHaveLength(22);
  });

  it("keeps what the contract says of an optional query value", () => {
    expect(parameterOf(operationOf("scripts.list"), "path_prefix")).toMatchObject({
      description: "Only paths that start so",
    });
  });

  it("lets an answer have new properties", () => {
    expect(JSON.stringify(document)).not.toContain('"additionalProperties":false');
  });

  it("points to nothing that is not there, and carries nothing of tRPC's errors", () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    const broken = references.filter((text) => resolve(JSON.parse(`{${text}}`)) === undefined);
    expect(broken).toEqual([]);
    expect(Object.keys(document.components?.schemas ?? {}).join()).not.toContain("error.");
  });
});

function namesProblem(content: object): boolean {
  return JSON.stringify(content).includes('"$ref":"#/components/schemas/Problem"');
}
