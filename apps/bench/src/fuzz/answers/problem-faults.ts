import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import type { ApiDocument } from "../document.ts";
import { typeOf } from "./operation-faults.ts";
import { readObject } from "./read-object.ts";
import type { Validate } from "./validators.ts";

/** What of a problem is not as RFC 9457 and the document have it; its code must be one of these. */
export function problemFaults(
  { root }: ApiDocument,
  answer: RawAnswer,
  { validate, codes }: { readonly validate: Validate; readonly codes: readonly string[] },
): string[] {
  if (typeOf(answer) !== "application/problem+json") {
    return [`${answer.status} is no problem but ${typeOf(answer)}`];
  }
  const problem = readObject(answer);
  const { code, status, type, instance } = problem;
  const { schemas } = Object(root["components"]);
  const fault = validate(schemas["Problem"], problem);
  return [
    ...(fault === undefined ? [] : [`a problem is none: ${fault}`]),
    ...(codes.includes(String(code))
      ? []
      : [`${answer.status} has the code ${code}, not ${codes.join(" or ")}`]),
    ...(status === answer.status ? [] : [`a problem of ${status} is sent as ${answer.status}`]),
    ...(type === `/docs/errors#${code}` ? [] : [`${code} has the type ${type}`]),
    ...(instance === headerOf(answer, "x-request-id") ? [] : [`${code} names another request`]),
    ...(answer.status === 405 && headerOf(answer, "allow") === undefined
      ? ["405 without Allow"]
      : []),
    ...(answer.status === 401 && headerOf(answer, "www-authenticate") === undefined
      ? ["401 without WWW-Authenticate"]
      : []),
  ];
}
