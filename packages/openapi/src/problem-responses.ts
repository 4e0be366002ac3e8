import { ERRORS, type ErrorCode } from "@getoperate/contract";
import type { OpenAPIObject } from "trpc-openapi";

type Components = NonNullable<OpenAPIObject["components"]>;
type Response = NonNullable<Components["responses"]>[string];

/** Refers to one shared response for each status that these codes have. */
export function problemReferences(codes: readonly ErrorCode[]): Record<string, { $ref: string }> {
  return Object.fromEntries(
    byStatus(codes).map(([status, sameStatus]) => [
      status,
      { $ref: `#/components/responses/${nameOf(sameStatus)}` },
    ]),
  );
}

/** The shared responses that operations with these lists of codes refer to. */
export function problemComponents(
  codeLists: readonly (readonly ErrorCode[])[],
): Record<string, Response> {
  const responses = new Map<string, Response>();
  for (const [, codes] of codeLists.flatMap(byStatus)) {
    responses.set(nameOf(codes), problemResponse(codes));
  }
  return Object.fromEntries([...responses].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Codes of one status share a response, in the order of the table of errors. */
function byStatus(codes: readonly ErrorCode[]): [status: string, codes: ErrorCode[]][] {
  const known = Object.keys(ERRORS).filter((code): code is ErrorCode =>
    codes.some((wanted) => wanted === code),
  );
  const groups = Map.groupBy(known, (code) => String(ERRORS[code].status));
  return [...groups];
}

function nameOf(codes: readonly ErrorCode[]): string {
  return codes.join("-or-");
}

/** Narrows `code` to those possible here, so that a typed caller can branch on all of them. */
function problemResponse(codes: readonly ErrorCode[]): Response {
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join("\n\n"),
    ...headersOf(codes),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            {
              type: "object",
              properties: { code: { type: "string", enum: [...codes] } },
              required: ["code"],
            },
          ],
        },
      },
    },
  };
}

type Headers = NonNullable<Exclude<Response, { $ref: string }>["headers"]>;

const RETRY_AFTER: Headers = {
  "Retry-After": {
    description: "Seconds after which trying again makes sense, where that is known",
    schema: { type: "integer" },
  },
};

const HEADERS: Partial<Record<ErrorCode, Headers>> = {
  unauthenticated: {
    "WWW-Authenticate": { description: "`Bearer`", schema: { type: "string" } },
  },
  "queue-full": RETRY_AFTER,
  unavailable: RETRY_AFTER,
};

function headersOf(codes: readonly ErrorCode[]): { headers?: Headers } {
  const headers = codes.flatMap((code) => Object.entries(HEADERS[code] ?? {}));
  return headers.length === 0 ? {} : { headers: Object.fromEntries(headers) };
}
