// What trpc-to-openapi says of a REST route that is not so on ours: success is always 200, errors
// are tRPC's own as application/json, every scheme of security counts everywhere, a body is always
// required, optional query values lose their description, and answers may never get a new property.
import type { ErrorCode } from "@getoperate/contract";
import type { OpenAPIObject } from "trpc-openapi";
import { correctOperation, type Operation } from "./correct-operation.ts";
import { ANY_BODY, ANY_CALL } from "./errors-of-any-call.ts";
import type { OwnOperation } from "./operation.ts";
import { problemComponents, problemReferences } from "./problem-responses.ts";
import type { DocumentedProcedure } from "./procedures.ts";
import { tidyDocument } from "./tidy-document.ts";

interface Sources {
  readonly procedures: readonly DocumentedProcedure[];
  readonly ownOperations: readonly OwnOperation[];
}

/** The generated document, corrected where the server differs, with the problems of each call. */
export function correctDocument(
  generated: OpenAPIObject,
  { procedures, ownOperations }: Sources,
): OpenAPIObject {
  const paths = { ...generated.paths };
  const codeLists: (readonly ErrorCode[])[] = [];
  const replace = (place: Place, errors: readonly ErrorCode[], correct: Correction) => {
    const item = paths[place.path] ?? {};
    const operation = correct(item[place.method] ?? { responses: {} });
    const responses = { ...operation.responses, ...problemReferences(errors) };
    paths[place.path] = { ...item, [place.method]: { ...operation, responses } };
    codeLists.push(errors);
  };
  for (const procedure of procedures) {
    replace(placeOf(procedure), errorsOf(procedure), (operation) =>
      correctOperation(operation, procedure),
    );
  }
  for (const { path, method, errors } of ownOperations) {
    replace({ path, method }, errors, (operation) => operation);
  }
  return tidyDocument({
    ...generated,
    paths,
    components: {
      ...generated.components,
      schemas: withoutErrorsOfTrpc(generated.components?.schemas),
      responses: problemComponents(codeLists),
    },
  });
}

type Correction = (operation: Operation) => Operation;
type Schemas = NonNullable<OpenAPIObject["components"]>["schemas"];

interface Place {
  readonly path: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
}

const METHODS = {
  GET: "get",
  POST: "post",
  PUT: "put",
  PATCH: "patch",
  DELETE: "delete",
} as const;

function placeOf({ meta }: DocumentedProcedure): Place {
  return { path: meta.openapi.path, method: METHODS[meta.openapi.method] };
}

function errorsOf({ meta }: DocumentedProcedure): readonly ErrorCode[] {
  const { method } = meta.openapi;
  const readsBody = method !== "GET" && method !== "DELETE";
  return [...ANY_CALL, ...(readsBody ? ANY_BODY : []), ...(meta.errors ?? [])];
}

function withoutErrorsOfTrpc(schemas: Schemas): NonNullable<Schemas> {
  return Object.fromEntries(
    Object.entries(schemas ?? {}).filter(([name]) => !name.startsWith("error.")),
  );
}
