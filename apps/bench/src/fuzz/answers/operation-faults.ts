import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import type { DocumentedAnswer, Operation } from "../document.ts";
import type { Validate } from "./validators.ts";

/** What of an answer does not stand in the document as one of the operation's. */
export function operationFaults(
  operation: Operation,
  answer: RawAnswer,
  validate: Validate,
): string[] {
  const { status } = answer;
  const chosen =
    headerOf(answer, "x-job-status") === undefined ? undefined : operation.answers["default"];
  const exact = operation.answers[status];
  const type = typeOf(answer);
  // A status that is documented, too, may be one that a script chose.
  const candidates = [exact, chosen].filter((each) => each !== undefined);
  if (candidates.length === 0) {
    return [`${operation.id} answers ${status}, which is not documented`];
  }
  const faults = candidates.map((documented) => [
    ...headerFaults(documented, answer, validate),
    ...contentFaults(documented, answer, { type, validate }),
  ]);
  const best = faults.find((each) => each.length === 0) ?? faults[0] ?? [];
  return best.map((fault) => `${operation.id} ${status}: ${fault}`);
}

/** The content type without its parameters. */
export function typeOf(answer: RawAnswer): string | undefined {
  return headerOf(answer, "content-type")?.split(";")[0]?.trim().toLowerCase();
}

function headerFaults(
  documented: DocumentedAnswer,
  answer: RawAnswer,
  validate: Validate,
): string[] {
  return Object.entries(documented.headers ?? {}).flatMap(([name, { required, schema }]) => {
    const text = headerOf(answer, name);
    if (text === undefined) {
      return required === true ? [`has no ${name}`] : [];
    }
    const value = schema["type"] === "integer" ? Number(text) : text;
    const fault = validate(schema, value);
    return fault === undefined ? [] : [`${name} ${fault}`];
  });
}

interface Circumstances {
  readonly type: string | undefined;
  readonly validate: Validate;
}

function contentFaults(
  { content }: DocumentedAnswer,
  { status, body }: RawAnswer,
  { type, validate }: Circumstances,
): string[] {
  if (content === undefined) {
    return body.length === 0 ? [] : ["has a body, and none is documented"];
  }
  if (body.length === 0 && "*/*" in content) {
    return [];
  }
  const range = `${type?.split("/")[0]}/*`;
  const documented = content[type ?? ""] ?? content[range] ?? content["*/*"];
  if (documented === undefined) {
    return [`has the type ${type}, which is not documented`];
  }
  const { schema } = documented;
  const isJson = type !== undefined && /^application\/(?:[\w.-]+\+)?json$/.test(type);
  const value = isJson ? parseJson(body) : { value: body.toString() };
  if (value === undefined) {
    return [`is no JSON, though ${type}`];
  }
  const fault = schema === undefined ? undefined : validate(schema, value.value);
  return fault === undefined || (status === 200 && !isJson && "*/*" in content) ? [] : [fault];
}

function parseJson(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString()) };
  } catch {
    return undefined;
  }
}
