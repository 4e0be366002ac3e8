// What trpc-to-openapi says of a REST route and is not so on ours: success is always 200, errors are
// tRPC's own as application/json, every way to send a token is good everywhere, a body must be there,
// optional query values have no description, and answers may never get a new property.
import type { OpenAPIObject } from "trpc-openapi";
import { correctOperation, type Operation } from "./correct-operation.ts";
import type { OwnOperation } from "./operation.ts";
import { problemComponents, problemReferences } from "./problem-responses.ts";
import { type ContractProcedure, errorsOf, methodOf } from "./procedures.ts";
import { tidyDocument } from "./tidy-document.ts";

interface Sources {
  readonly procedures: readonly ContractProcedure[];
  readonly ownOperations: readonly OwnOperation[];
}

/** The generated document as the server really is, with the problems that each operation can meet. */
export function correctDocument(generated: OpenAPIObject, sources: Sources): OpenAPIObject {
  const routes = routesOf(sources);
  const paths = { ...generated.paths };
  for (const { path, method, errors, correct } of routes) {
    const operation = correct(paths[path]?.[method] ?? {});
    const responses = { ...operation.responses, ...problemReferences(errors) };
    paths[path] = { ...paths[path], [method]: { ...operation, responses } };
  }
  const { components } = generated;
  return tidyDocument({
    ...generated,
    paths,
    components: {
      ...components,
      schemas: withoutErrorsOfTrpc(components?.schemas ?? {}),
      responses: problemComponents(routes.map(({ errors }) => errors)),
    },
  });
}

interface Route extends Pick<OwnOperation, "path" | "errors"> {
  readonly method: ReturnType<typeof methodOf>;
  readonly correct: (operation: Operation) => Operation;
}

function routesOf({ procedures, ownOperations }: Sources): Route[] {
  return [
    ...procedures.map((procedure) => ({
      path: procedure.meta.openapi.path,
      method: methodOf(procedure),
      errors: errorsOf(procedure),
      correct: (operation: Operation) => correctOperation(operation, procedure),
    })),
    ...ownOperations.map((own) => ({ ...own, correct: (operation: Operation) => operation })),
  ];
}

type Schemas = NonNullable<NonNullable<OpenAPIObject["components"]>["schemas"]>;

function withoutErrorsOfTrpc(schemas: Schemas): Schemas {
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => !name.startsWith("error.")));
}
