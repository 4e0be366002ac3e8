import type { OpenAPIObject } from "trpc-openapi";
import type { ContractProcedure } from "./procedures.ts";
import { BEARER, BEARER_OR_QUERY } from "./security.ts";

type PathItem = NonNullable<OpenAPIObject["paths"]>[string];
export type Operation = NonNullable<PathItem["get"]>;
type Parameter = NonNullable<Operation["parameters"]>[number];

/** How a runnable's path stands in a URL. */
export const PATH_IN_URL =
  "Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F`";

/** What the generator says of a procedure, as the REST route really is; problems come later. */
export function correctOperation(operation: Operation, procedure: ContractProcedure): Operation {
  const { meta, name } = procedure;
  return {
    ...operation,
    operationId: name,
    security: meta.tokenInQuery === true ? BEARER_OR_QUERY : BEARER,
    ...(operation.parameters === undefined
      ? {}
      : { parameters: operation.parameters.map((each) => describe(each, procedure)) }),
    ...correctBody(operation),
    responses: { [meta.successStatus ?? 200]: operation.responses?.["200"] },
  };
}

function describe(parameter: Parameter, { descriptions }: ContractProcedure): Parameter {
  if ("$ref" in parameter) {
    return parameter;
  }
  const isPath = parameter.in === "path" && parameter.name === "path";
  const description = isPath ? PATH_IN_URL : descriptions.get(parameter.name);
  return description === undefined ? parameter : { ...parameter, description };
}

/** An absent body is an empty object, which is enough where no property must be there. */
function correctBody({ requestBody }: Operation): Pick<Operation, "requestBody"> {
  if (requestBody === undefined || "$ref" in requestBody) {
    return {};
  }
  const schema = requestBody.content["application/json"]?.schema ?? {};
  const required = "required" in schema && (schema.required ?? []).length > 0;
  return { requestBody: { ...requestBody, required } };
}
