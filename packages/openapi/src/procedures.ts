import {
  type AppRouter,
  createRouter,
  type ErrorCode,
  type Handlers,
  proceduresOf,
  type RoutedProcedure,
} from "@getoperate/contract";
import { z } from "zod";
import { ANY_BODY, ANY_CALL } from "./errors-of-any-call.ts";

/** A procedure of the contract that has a REST route. */
export interface ContractProcedure {
  /** Where it is in the router: `scripts.deploy`. */
  readonly name: string;
  readonly meta: RoutedProcedure["meta"];
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
  return proceduresOf(router).map(({ name, meta, input }) => ({
    name,
    meta,
    descriptions: descriptionsOf(input),
  }));
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
