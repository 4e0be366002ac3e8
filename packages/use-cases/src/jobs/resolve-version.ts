import { type JsonText, ScriptSettings } from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { Platform } from "../platform.ts";
import { noScript, noVersion } from "../scripts/get.ts";
import { type ArgumentsCheck, argumentsCheckOf, uncheckedArguments } from "./check-arguments.ts";

/** What a run asks for: the newest version of a path, or one version. */
export type RunTarget =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "hash"; readonly hash: string };

/** A version as a run needs it. */
export interface ResolvedVersion {
  readonly path: string;
  readonly hash: string;
  readonly settings: ScriptSettings;
  readonly checkArguments: ArgumentsCheck;
  /** Whether webhooks give it the whole request, as an event. */
  readonly hasPreprocessor: boolean;
}

/** Only for versions that ask for checked arguments: a memory of thousands need not hold the rest. */
const SCHEMA_TO_CHECK = `
case when v.settings @> '{"validate_args": true}' then v.schema end as checked_schema`;

const HEAD: PreparedStatement = {
  name: "head-version",
  text: `
select v.path, v.hash, v.settings, v.has_preprocessor, ${SCHEMA_TO_CHECK}
from scripts s join script_versions v on v.workspace_id = s.workspace_id and v.hash = s.head_hash
where s.workspace_id = $1 and s.path = $2 and s.archived_at is null`,
};

const VERSION: PreparedStatement = {
  name: "version",
  text: `
select v.path, v.hash, v.settings, v.has_preprocessor, ${SCHEMA_TO_CHECK}
from script_versions v where v.workspace_id = $1 and v.hash = $2`,
};

interface Row {
  readonly path: string;
  readonly hash: string;
  readonly settings: unknown;
  readonly checked_schema: JsonText | null;
  readonly has_preprocessor: boolean;
}

/** Finds the version to run, from memory if it can. Throws `not-found`. */
export async function resolveVersion(
  platform: Platform,
  workspace: string,
  target: RunTarget,
): Promise<ResolvedVersion> {
  const { memory } = platform;
  const [known, key, statement] =
    target.kind === "path"
      ? [memory.heads, `${workspace}/${target.path}`, HEAD]
      : [memory.versions, `${workspace}/${target.hash}`, VERSION];
  const remembered = known.get(key);
  if (remembered !== undefined) {
    return remembered;
  }
  const name = target.kind === "path" ? target.path : target.hash;
  const [row] = await reading(() => platform.db.run<Row>(statement, [workspace, name]));
  if (row === undefined) {
    throw target.kind === "path" ? noScript(name) : noVersion(name);
  }
  const version = toVersion(row);
  known.set(key, version);
  return version;
}

function toVersion(row: Row): ResolvedVersion {
  const { path, hash, settings, checked_schema: schema } = row;
  return {
    path,
    hash,
    settings: ScriptSettings.parse(settings),
    hasPreprocessor: row.has_preprocessor,
    checkArguments: schema === null ? uncheckedArguments : argumentsCheckOf(schema),
  };
}

/** Forgets which version a path runs, since the commit said that it moved on. */
export function forgetHead(platform: Platform, workspace: string, path: string): void {
  platform.memory.heads.delete(`${workspace}/${path}`);
}
