import type { z } from "zod";
import type { ProcedureMeta } from "./procedure.ts";
import type { AppRouter } from "./router.ts";

/** A procedure of a built router, to be read. */
export interface RoutedProcedure {
  /** Where it is in the router: `scripts.deploy`. */
  readonly name: string;
  readonly meta: ProcedureMeta & { readonly openapi: NonNullable<ProcedureMeta["openapi"]> };
  /** The schema of its input. */
  readonly input: z.ZodType | undefined;
}

/** The procedures with a REST route, in the order of the contract. */
export function proceduresOf(router: AppRouter): RoutedProcedure[] {
  return Object.entries(router._def.procedures).flatMap(([name, procedure]) => {
    const { meta, inputs } = definitionOf(procedure);
    const { openapi } = meta ?? {};
    return openapi === undefined ? [] : [{ name, meta: { ...meta, openapi }, input: inputs[0] }];
  });
}

interface Definition {
  readonly meta: ProcedureMeta | undefined;
  readonly inputs: readonly z.ZodType[];
}

/** Guarantee: a built router lists its procedures flat, each with its meta and input schemas. */
function definitionOf(procedure: unknown): Definition {
  return Reflect.get(Object(procedure), "_def") as Definition;
}
