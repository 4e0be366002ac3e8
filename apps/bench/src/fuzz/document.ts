import { readFile } from "node:fs/promises";

const FILE = new URL("../../../../openapi/openapi.json", import.meta.url);

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export interface DocumentedAnswer {
  readonly headers?: Readonly<
    Record<string, { readonly required?: boolean; readonly schema: Schema }>
  >;
  readonly content?: Content;
}

/** One route of the API, with where it is. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** By content type; empty if it takes none. */
  readonly bodies: Content;
  /** By status, or `default`. */
  readonly answers: Readonly<Record<string, DocumentedAnswer>>;
  readonly takesTokenInQuery: boolean;
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** The whole of it, for references. */
  readonly root: Schema;
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, DocumentedAnswer | { readonly $ref: string }>>;
  readonly security: readonly object[];
}

interface RawDocument extends Schema {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
}

/** Reads the API's document, which is committed and which the server gives out. */
export async function readDocument(): Promise<ApiDocument> {
  const root: RawDocument = JSON.parse(await readFile(FILE, "utf8"));
  const operations = Object.entries(root.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      toOperation(root, operation, { path, method }),
    ),
  );
  return { operations, root };
}

function toOperation(
  root: Schema,
  operation: RawOperation,
  { path, method }: { readonly path: string; readonly method: string },
): Operation {
  const answers = Object.entries(operation.responses).map(
    ([status, answer]): [string, DocumentedAnswer] => [
      status,
      "$ref" in answer ? Object(resolve(root, answer.$ref)) : answer,
    ],
  );
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: operation.parameters ?? [],
    bodies: operation.requestBody?.content ?? {},
    answers: Object.fromEntries(answers),
    takesTokenInQuery: operation.security.some((scheme) => "tokenInQuery" in scheme),
  };
}

/** What a reference inside the document points to. */
export function resolve(root: Schema, reference: string): unknown {
  const parts = reference.replace(/^#\//, "").split("/");
  return parts.reduce<unknown>((inner, part) => Reflect.get(Object(inner), part), root);
}
