import fc from "fast-check";
import type { Parameter } from "../document.ts";
import { hostileText } from "../hostile-text.ts";
import { arbitraryOf, nearlyOf } from "../schema-arbitrary.ts";
import { SOURCES } from "../scripts.ts";
import { scriptArguments } from "./arguments.ts";
import { type Body, hostileJsonBody, jsonBody, otherBody } from "./body.ts";
import { type FuzzRequest, type RequestParts, toRequest } from "./fuzz-request.ts";
import { authorization, extraHeaders, type Header, headerText } from "./headers.ts";
import { pathText, pathTrick, type QueryPair, queryText, strayPair } from "./url.ts";
import { existingValues, type Place, parameterValue } from "./values.ts";

const OTHER_METHODS = [
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "FOO",
];

/** Requests to one operation of the document: mostly good ones, and all the ways to miss it. */
export function operationRequest(place: Place): fc.Arbitrary<FuzzRequest> {
  const { operation } = place;
  const parts: fc.Arbitrary<RequestParts> = fc.record({
    aim: fc.constant(operation.id),
    method: fc.oneof(
      { weight: 30, arbitrary: fc.constant(operation.method) },
      { weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS) },
    ),
    target: targetOf(place),
    headers: headersOf(place),
    body: fc.constant(undefined),
    isChunked: fc.integer({ min: 0, max: 3 }).map((number) => number === 0),
  });
  const body = bodyOf(place);
  return fc.tuple(parts, body).map(([request, content]) =>
    toRequest({
      ...request,
      headers: [...request.headers, ...(content?.headers ?? [])],
      body: content?.bytes,
    }),
  );
}

function targetOf(place: Place): fc.Arbitrary<string> {
  const { operation } = place;
  const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
  const values = fc.tuple(
    ...inPath.map((parameter) =>
      fc.oneof(
        {
          weight: 25,
          arbitrary: fc
            .tuple(parameterValue(place, parameter), fc.boolean())
            .map(([value, keepsSlashes]) => pathText(textOf(value), keepsSlashes)),
        },
        { weight: 1, arbitrary: pathTrick },
      ),
    ),
  );
  return fc.tuple(values, queryOf(place)).map(([texts, query]) => {
    const path = inPath.reduce(
      (address, { name }, index) => address.replace(`{${name}}`, () => texts[index] ?? ""),
      operation.path,
    );
    return query === "" ? path : `${path}?${query}`;
  });
}

function queryOf(place: Place): fc.Arbitrary<string> {
  const { operation, world } = place;
  const known = operation.parameters.filter((parameter) => parameter.in === "query");
  // A payload is made below, from arguments.
  const plain = known.filter(({ name }) => name !== "payload");
  const documented = plain.map((parameter) =>
    fc.option(
      parameterValue(place, parameter).map((value): QueryPair => [parameter.name, textOf(value)]),
      { freq: 1, nil: undefined },
    ),
  );
  const mostlyLeftOut = documented.map((pair) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: pair }),
  );
  const token = fc
    .constantFrom(...Object.values(world.tokens))
    .map((text): QueryPair => ["token", text]);
  const payload = scriptArguments.map(
    (value): QueryPair => [
      "payload",
      Buffer.from(JSON.stringify(value) ?? "").toString("base64url"),
    ],
  );
  const wantsPayload = known.some(({ name }) => name === "payload");
  return fc
    .tuple(
      fc.tuple(...mostlyLeftOut),
      fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(strayPair, { maxLength: 3 }) },
      ),
      fc.oneof(
        { weight: 8, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.tuple(token) },
      ),
      wantsPayload ? fc.oneof(fc.constant([]), fc.tuple(payload)) : fc.constant([]),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      fc.constantFrom<("escaped" | "raw")[]>(...Array<"escaped">(9).fill("escaped"), "raw"),
    )
    .map(([pairs, stray, tokens, payloads, isDoubled, writes]) => {
      const all = [...pairs.filter((pair) => pair !== undefined), ...payloads, ...stray, ...tokens];
      return queryText(isDoubled ? [...all, ...all] : all, writes);
    });
}

function headersOf(place: Place): fc.Arbitrary<readonly Header[]> {
  const { operation, world } = place;
  const documented = operation.parameters
    .filter((parameter) => parameter.in === "header")
    .map((parameter) =>
      fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: headerOf(place, parameter).map((header): Header[] => [header]) },
      ),
    );
  return fc
    .tuple(authorization(world), extraHeaders, fc.tuple(...documented))
    .map(([caller, extra, own]) => [...caller, ...extra, ...own.flat()]);
}

function headerOf(place: Place, parameter: Parameter): fc.Arbitrary<Header> {
  return fc
    .oneof(parameterValue(place, parameter).map(textOf), hostileText)
    .map((text) => [parameter.name, headerText(text)]);
}

function bodyOf(place: Place): fc.Arbitrary<Body | undefined> {
  const { operation } = place;
  const schema = operation.bodies["application/json"]?.schema;
  if (schema === undefined) {
    // A body where none is expected.
    return fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: hostileJsonBody },
    );
  }
  const runs = "multipart/form-data" in operation.bodies;
  const good = runs ? scriptArguments : arbitraryOf(place.root, schema);
  return fc.oneof(
    {
      weight: 14,
      arbitrary: good.chain((value) => withExisting(place, value)).map((value) => jsonBody(value)),
    },
    { weight: 3, arbitrary: nearlyOf(place.root, schema).map((value) => jsonBody(value)) },
    { weight: 3, arbitrary: hostileJsonBody },
    { weight: runs ? 8 : 1, arbitrary: otherBody },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** Replaces what must name something that is there, most of the time. */
function withExisting({ world, operation }: Place, value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fc.constant(value);
  }
  const replacements = Object.keys(value).flatMap((name) => {
    const existing = name === "content" ? SOURCES : existingValues(world, operation, name);
    return existing.length === 0 ? [] : [[name, fc.constantFrom<unknown[]>(...existing)] as const];
  });
  const kept = fc.record(Object.fromEntries(replacements), { requiredKeys: [] });
  return kept.map((named) => ({ ...value, ...named }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
