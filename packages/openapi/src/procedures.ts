import {
  type AppRouter,
  createRouter,
  type ErrorCode,
  type Handlers,
  type ProcedureMeta,
} from "@getoperate/contract";
import { z } from "zod";
import { ANY_BODY, ANY_CALL } from "./errors-of-any-call.ts";

/** A procedure of the contract that has a REST route. */
export interface ContractProcedure {
  /** Where it is in the router: `scripts.deploy`. */
  readonly name: string;
  readonly meta: ProcedureMeta & { readonly openapi: NonNullable<ProcedureMeta["openapi"]> };
  /** What the contract says of the input's properties, by name. */
  readonly descriptions: ReadonlyMap<string, string>;
}

/** The contract asks for a handler when a procedure is called, and here none ever is. */
const NO_HANDLERS = {} as Handlers;

/** The contract's procedures, to be read. */
export function contractRouter(): AppRouter {
  return createRouter(NO_HANDLERS);
}

/** The procedures with a REST route, in the order of the contract. */
export function contractProcedures(router: AppRouter): ContractProcedure[] {
  return Object.entries(router._def.procedures).flatMap(([name, procedure]) => {
    const { meta, inputs } = definitionOf(procedure);
    const { openapi } = meta ?? {};
    return openapi === undefined
      ? []
      : [{ name, meta: { ...meta, openapi }, descriptions: descriptionsOf(inputs[0]) }];
  });
}

interface Definition {
  readonly meta: ProcedureMeta | undefined;
  readonly inputs: readonly unknown[];
}

/** A built router lists its procedures flat, each with its meta and input schemas. */
function definitionOf(procedure: unknown): Definition {
  return Reflect.get(Object(procedure), "_def") as Definition;
}

function descriptionsOf(input: unknown): ReadonlyMap<string, string> {
  const shape = input instanceof z.ZodObject ? input.shape : {};
  const descriptions = new Map<string, string>();
  for (const [name, schema] of Object.entries(shape)) {
    const description = schema instanceof z.ZodType ? schema.description : undefined;
    if (description !== undefined) {
      descriptions.set(name, description);
    }
  }
  return descriptions;
}

const METHODS = {
  GET: "get",
  POST: "post",
  PUT: "put",
  PATCH: "patch",
  DELETE: "delete",
} as const;

/** The method as a document spells it. */
export function methodOf({ meta }: ContractProcedure) {
  return METHODS[meta.openapi.method];
}

/** Every code that a call can be answered with: those of any call, and the procedure's own. */
export function errorsOf({ meta }: ContractProcedure): readonly ErrorCode[] {
  const { method } = meta.openapi;
  const readsBody = method !== "GET" && method !== "DELETE";
  return [...ANY_CALL, ...(readsBody ? ANY_BODY : []), ...(meta.errors ?? [])];
}
