import fc from "fast-check";
import type { Operation, Parameter, Schema } from "../document.ts";
import { hostileText } from "../hostile-text.ts";
import { arbitraryOf, nearlyOf } from "../schema-arbitrary.ts";
import type { World } from "../world.ts";

/** Where a value is for: names mean different things in different operations. */
export interface Place {
  readonly root: Schema;
  readonly world: World;
  readonly operation: Operation;
}

/** Where a schema says less than what is taken. */
const FORMS: ReadonlyMap<string, fc.Arbitrary<unknown>> = new Map([
  ["path", fc.stringMatching(/^[uf](?:\/[A-Za-z0-9_-]{1,12}){2,3}$/)],
  ["include_header", fc.constantFrom("X-Sign", "x-sign,, ce-id ,accept", "authorization")],
  ["include_query", fc.constantFrom("a", "a,what,status", "token,a", "__proto__,constructor")],
  ["Prefer", fc.constantFrom("respond-async", "wait=0", "wait=1", 'wait="1"; x=y, respond-async')],
]);

/** Values for a parameter: of things that are there, of the right form, and neither. */
export function parameterValue(
  { root, world, operation }: Place,
  parameter: Parameter,
): fc.Arbitrary<unknown> {
  const { name, schema } = parameter;
  const form = FORMS.get(name) ?? arbitraryOf(root, schema);
  const existing = existingValues(world, operation, name);
  return fc.oneof(
    ...(existing.length === 0
      ? []
      : [{ weight: 60, arbitrary: fc.constantFrom<unknown[]>(...existing) }]),
    { weight: 16, arbitrary: form },
    { weight: 1, arbitrary: nearlyOf(root, schema) },
    { weight: 1, arbitrary: hostileText },
  );
}

/** What the world has for a name of a parameter or a property; often empty. */
export function existingValues(
  world: World,
  operation: Operation,
  name: string,
): readonly unknown[] {
  switch (name) {
    case "workspace":
      return [...Array<string>(40).fill("main"), "other", "nowhere"];
    case "path":
      return pathsFor(operation.id, world);
    case "hash":
      return world.hashes;
    case "id":
      return idsFor(operation.id, world);
    case "parent":
      return world.jobs;
    case "cursor":
      return world.cursors;
    case "username":
      // The first request for one of them makes it.
      return Array.from({ length: 40 }, (_, index) => `user-${index}`);
    case "owner":
    case "created_by":
      return ["admin", "dev", "op"];
    case "language":
      return ["typescript", "typescript", "javascript", "python"];
    case "memory_mib":
      return [64, 256];
    case "path_prefix":
      return ["f/fuzz/", "u/"];
    default:
      return [];
  }
}

/** The first request for one of them makes it. */
const NEW_PATHS = Array.from({ length: 40 }, (_, index) => `f/fuzz/new-${index}`);

/** What changes or deletes gets none that other requests need. */
function pathsFor(operation: string, world: World): readonly string[] {
  const [noun, verb] = operation.split(".");
  if (noun === "variables" || noun === "resources") {
    const existing = verb === "delete" ? world.deletable : world.kept;
    return verb === "create" ? NEW_PATHS : existing;
  }
  const changes = operation === "scripts.deploy" || operation === "scripts.archive";
  return changes ? world.spare : world.paths;
}

function idsFor(operation: string, world: World): readonly string[] {
  if (operation.startsWith("agentTokens.")) {
    return world.agentTokenIds;
  }
  return operation.startsWith("tokens.") ? world.tokenIds : world.jobs;
}
