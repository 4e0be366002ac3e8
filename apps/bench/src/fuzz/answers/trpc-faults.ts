import type { RawAnswer } from "@getoperate/testing/raw-http";
import type { ApiDocument, Schema } from "../document.ts";
import type { FuzzRequest } from "../requests/fuzz-request.ts";
import { typeOf } from "./operation-faults.ts";
import { problemFaults } from "./problem-faults.ts";
import { readObject } from "./read-object.ts";
import type { Validate } from "./validators.ts";

interface Checked {
  readonly answer: RawAnswer;
  readonly validate: Validate;
}

/** What of an answer is neither tRPC's envelope, with codes of ours, nor a problem. */
export function trpcFaults(
  document: ApiDocument,
  { target }: FuzzRequest,
  { answer, validate }: Checked,
): string[] {
  const type = typeOf(answer);
  if (type === "application/problem+json") {
    return problemFaults(document, answer, { validate, codes: [String(readObject(answer).code)] });
  }
  if (type !== "application/json") {
    return [`tRPC answers ${answer.status} as ${type}`];
  }
  const lines = answer.body.toString().trim().split("\n");
  if (lines.length > 1) {
    return streamFaults(lines);
  }
  const value: unknown = JSON.parse(lines[0] ?? "");
  const results = Array.isArray(value) ? value : [value];
  const names = target
    .replace(/^\/trpc\//, "")
    .replace(/\?.*$/, "")
    .split(",");
  return results.flatMap((result, index) => {
    const name = Array.isArray(value) ? names[index] : names.join(",");
    return "error" in Object(result)
      ? errorFaults(Object(result).error, answer, results.length)
      : dataFaults(document, { name, result, validate });
  });
}

function errorFaults(error: unknown, answer: RawAnswer, results: number): string[] {
  const { message, data } = Object(error);
  const { code, httpStatus } = Object(data);
  const isWhole =
    typeof message === "string" && typeof code === "string" && typeof httpStatus === "number";
  if (!isWhole) {
    return [`tRPC answers an error without its parts: ${JSON.stringify(error).slice(0, 200)}`];
  }
  return [
    ...(httpStatus >= 500 ? [`tRPC answers ${httpStatus} ${code}`] : []),
    ...(results === 1 && httpStatus !== answer.status
      ? [`tRPC answers ${code} as ${answer.status}`]
      : []),
  ];
}

/** With `trpc-accept: application/jsonl` each result has a line of its own, when it is there. */
function streamFaults(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const text = JSON.stringify(JSON.parse(line));
    return /"httpStatus":5\d\d/.test(text) ? [`tRPC streams ${text.slice(0, 200)}`] : [];
  });
}

interface Data {
  readonly name: string | undefined;
  readonly result: unknown;
  readonly validate: Validate;
}

/** A procedure with a route gives what the route gives. */
function dataFaults(document: ApiDocument, { name, result, validate }: Data): string[] {
  const { data } = Object(Object(result).result);
  const schema = schemaOf(document, name ?? "");
  const fault = schema === undefined ? undefined : validate(schema, data);
  return fault === undefined ? [] : [`tRPC ${name}: ${fault}`];
}

function schemaOf({ operations, root }: ApiDocument, name: string): Schema | undefined {
  const { schemas } = Object(root["components"]);
  if (name === "jobs.result" || /^jobs\.run\w+AndWait$/.test(name)) {
    return schemas["JobResult"];
  }
  if (name.startsWith("jobs.run")) {
    return schemas["StartedJob"];
  }
  const answers = operations.find(({ id }) => id === name)?.answers;
  return (answers?.["201"] ?? answers?.["200"])?.content?.["application/json"]?.schema;
}
