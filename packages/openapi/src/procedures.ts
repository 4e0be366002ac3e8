import type { AppRouter, ProcedureMeta } from "@getoperate/contract";
import { z } from "zod";

/** A procedure of the contract that has a REST route. */
export interface DocumentedProcedure {
  /** Where it is in the router: `scripts.deploy`. */
  readonly name: string;
  readonly meta: ProcedureMeta & { openapi: NonNullable<ProcedureMeta["openapi"]> };
  /** Describes the input's properties by name. */
  readonly descriptions: ReadonlyMap<string, string>;
}

/** The procedures with a REST route, in the order of the contract. */
export function contractProcedures(router: AppRouter): DocumentedProcedure[] {
  return Object.entries(router._def.procedures).flatMap(([name, procedure]) => {
    const { meta, inputs } = definitionOf(procedure);
    const { openapi } = meta ?? {};
    const descriptions = descriptionsOf(inputs[0]);
    return openapi === undefined ? [] : [{ name, meta: { ...meta, openapi }, descriptions }];
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
