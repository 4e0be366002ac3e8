import { type RawBuilder, sql } from "kysely";
import type { Actor } from "./actor.ts";

/** The condition on a column `path` of a list: what the caller may see, with a prefix if one is wanted. */
export function visiblePaths(
  actor: Actor,
  {
    column = "path",
    prefix = "",
  }: { readonly column?: string; readonly prefix?: string | undefined },
): RawBuilder<boolean> {
  const path = sql.ref(column);
  const own = `u/${actor.username}/`;
  const mayAll = actor.role === "admin";
  return sql<boolean>`(
    starts_with(${path}, ${prefix})
    and (${mayAll}::boolean or starts_with(${path}, 'f/') or starts_with(${path}, ${own}))
  )`;
}
