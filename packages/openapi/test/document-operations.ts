import type { OpenAPIObject } from "trpc-openapi";
import { instanceDocument } from "../src/index.ts";

export type Operation = NonNullable<NonNullable<OpenAPIObject["paths"]>[string]["get"]>;

/** An operation of the document, with where it is. */
export interface Listed {
  readonly route: string;
  readonly operation: Operation;
}

export const document = instanceDocument({ version: "1.2.3" });

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** Every operation of the document. */
export const operations: readonly Listed[] = Object.entries(document.paths ?? {}).flatMap(
  ([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ route: `${method} ${path}`, operation }];
    }),
);

/** The operation of that name. */
export function operationOf(id: string): Operation {
  const found = operations.find(({ operation }) => operation.operationId === id);
  if (found === undefined) {
    throw new Error(`The document has no operation ${id}.`);
  }
  return found.operation;
}

/** What a reference inside the document points to. */
export function resolve(value: unknown): unknown {
  const reference = typeof value === "object" && value !== null && "$ref" in value && value.$ref;
  if (typeof reference !== "string") {
    return value;
  }
  const parts = reference.replace(/^#\//, "").split("/");
  return parts.reduce<unknown>((inner, part) => Reflect.get(Object(inner), part), document);
}

/** The codes of the problem with which an operation may answer in that status; undefined: none. */
export function codesOf(operation: Operation, status: string): readonly string[] | undefined {
  const text = JSON.stringify(resolve(operation.responses?.[status])) ?? "";
  const codes = /"code":\{"type":"string","enum":(\[[^\]]*\])/.exec(text)?.[1];
  return codes === undefined ? undefined : JSON.parse(codes);
}
