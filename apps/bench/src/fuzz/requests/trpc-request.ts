import fc from "fast-check";
import type { ApiDocument, Operation } from "../document.ts";
import { arbitraryOf, somethingElse } from "../schema-arbitrary.ts";
import type { World } from "../world.ts";
import { scriptArguments } from "./arguments.ts";
import { hostileJsonBody, jsonBody, otherBody } from "./body.ts";
import { type FuzzRequest, toRequest } from "./fuzz-request.ts";
import { authorization, extraHeaders } from "./headers.ts";
import { hostileJson } from "./json-text.ts";
import { existingValues, type Place } from "./values.ts";

interface Procedure {
  readonly name: string;
  readonly isQuery: boolean;
  readonly input: fc.Arbitrary<unknown>;
}

/** Calls of procedures, alone and in batches, over both methods. */
export function trpcRequest(document: ApiDocument, world: World): fc.Arbitrary<FuzzRequest> {
  const known = [...documentedProcedures(document, world), ...runProcedures(world)];
  const call = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.constantFrom(...STRAY) },
  );
  const calls = call.chain((procedure) =>
    fc.tuple(
      fc.constant(procedure),
      fc.oneof({ weight: 5, arbitrary: procedure.input }, { weight: 1, arbitrary: somethingElse }),
    ),
  );
  const envelope = fc.tuple(
    authorization(world),
    extraHeaders,
    fc.integer({ min: 0, max: 19 }),
    hostileJson,
    fc.oneof(hostileJsonBody, otherBody),
  );
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(calls, envelope)
        .map(([[procedure, input], [caller, extra, dice, bytes, body]]) => {
          const isGet = dice === 0 ? !procedure.isQuery : procedure.isQuery;
          const text = dice === 1 ? bytes.toString() : (JSON.stringify(input) ?? "");
          const content = dice === 2 ? body : jsonBody(input);
          return toTrpc(procedure.name, {
            isGet,
            text,
            headers: [...caller, ...extra],
            body: content,
          });
        }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.array(calls, { minLength: 1, maxLength: 4 }), envelope)
        .map(([list, [caller, extra, dice]]) => {
          const isGet = list[0]?.[0].isQuery ?? true;
          const names = list.map(([{ name }]) => name).join(",");
          const inputs = Object.fromEntries(list.map(([, input], index) => [index, input]));
          const input = dice === 0 ? list.map(([, each]) => each) : inputs;
          return toTrpc(`${names}?batch=1`, {
            isGet,
            text: JSON.stringify(input),
            headers: [...caller, ...extra],
            body: jsonBody(input),
          });
        }),
    },
  );
}

/** Addresses below /trpc that are no procedure's. */
const STRAY: readonly Procedure[] = [
  "",
  ".",
  "scripts",
  "scripts.",
  "scripts.deploy.x",
  "__proto__",
  "constructor",
  "jobs.__proto__",
  "jobs.toString",
  "a,b",
  ",",
  "%2e%2e/livez",
  "scripts.list%00",
  "%ff",
  "_def",
  "createCaller",
  "limits.list,".repeat(500),
].map((name) => ({ name, isQuery: true, input: fc.constant({}) }));

interface TrpcParts {
  readonly isGet: boolean;
  readonly text: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ReturnType<typeof jsonBody>;
}

function toTrpc(address: string, { isGet, text, headers, body }: TrpcParts): FuzzRequest {
  const mark = address.includes("?") ? "&" : "?";
  const query = isGet ? `${mark}input=${encodeURIComponent(text.toWellFormed())}` : "";
  return toRequest({
    aim: "trpc",
    method: isGet ? "GET" : "POST",
    target: `/trpc/${address}${query}`,
    headers: isGet ? headers : [...headers, ...body.headers],
    body: isGet ? undefined : body.bytes,
    isChunked: false,
  });
}

/** The operations of REST that are procedures: their input is all that the route takes. */
function documentedProcedures({ operations, root }: ApiDocument, world: World): Procedure[] {
  return operations
    .filter(({ id, path }) => !id.startsWith("instance.") && !path.includes("/jobs/run"))
    .map((operation) => ({
      name: operation.id,
      isQuery: operation.method === "GET",
      input: inputOf({ root, world, operation }),
    }));
}

function inputOf({ root, world, operation }: Place): fc.Arbitrary<unknown> {
  const named = operation.parameters.filter((parameter) => parameter.in !== "header");
  const model = named.map(({ name, schema }): [string, fc.Arbitrary<unknown>] => [
    name,
    existingOr(world, operation, name, arbitraryOf(root, schema)),
  ]);
  const required = named.filter((parameter) => parameter.required).map(({ name }) => name);
  const parameters = fc.record(Object.fromEntries(model), { requiredKeys: required });
  const schema = operation.bodies["application/json"]?.schema;
  const body = schema === undefined ? fc.constant({}) : arbitraryOf(root, schema);
  return fc
    .tuple(parameters, body)
    .map(([fromUrl, fromBody]) => ({ ...Object(fromBody), ...fromUrl }));
}

/** Those that start a job: their webhook is another operation, with another input. */
function runProcedures(world: World): Procedure[] {
  const common = {
    workspace: fc.constant("main"),
    args: scriptArguments,
    tag: fc.constantFrom("default", "default", "nobody"),
    priority: fc.integer({ min: -1, max: 101 }),
    timeout: fc.integer({ min: 0, max: 100 }),
    idempotency_key: fc.constantFrom("key-1", "key 2", ""),
    job_id: fc.uuid(),
  };
  const schedule = {
    scheduled_in_secs: fc.integer({ min: -1, max: 1_000_000_000 }),
    scheduled_for: fc.constantFrom("2030-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "x"),
  };
  const path = fc.constantFrom(...world.paths);
  const hash = fc.constantFrom(...world.hashes);
  const wait = fc.constantFrom(0, 1, 601, -1);
  const requiredKeys: ("workspace" | "args")[] = ["workspace", "args"];
  const byPath = [...requiredKeys, "path" as const];
  const byHash = [...requiredKeys, "hash" as const];
  return [
    {
      name: "jobs.runByPath",
      isQuery: false,
      input: fc.record({ ...common, ...schedule, path }, { requiredKeys: byPath }),
    },
    {
      name: "jobs.runByHash",
      isQuery: false,
      input: fc.record({ ...common, ...schedule, hash }, { requiredKeys: byHash }),
    },
    {
      name: "jobs.runByPathAndWait",
      isQuery: false,
      input: fc.record({ ...common, wait, path }, { requiredKeys: byPath }),
    },
    {
      name: "jobs.runByHashAndWait",
      isQuery: false,
      input: fc.record({ ...common, wait, hash }, { requiredKeys: byHash }),
    },
  ];
}

function existingOr(
  world: World,
  operation: Operation,
  name: string,
  otherwise: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const existing = existingValues(world, operation, name);
  return existing.length === 0
    ? otherwise
    : fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom<unknown[]>(...existing) },
        { weight: 1, arbitrary: otherwise },
      );
}
