import type { ErrorCode } from "@getoperate/contract";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";

/** An operation that is no procedure of the contract. */
export interface OwnOperation {
  readonly method: "get" | "post";
  readonly path: string;
  /** Without the problems, which come from `errors`. */
  readonly operation: ZodOpenApiOperationObject;
  readonly errors: readonly ErrorCode[];
}

export function toPaths(operations: readonly OwnOperation[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const { path, method, operation } of operations) {
    paths[path] = { ...paths[path], [method]: operation };
  }
  return paths;
}
