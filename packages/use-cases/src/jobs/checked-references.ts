import {
  covers,
  type JsonText,
  OperateError,
  RESOURCE_REFERENCE,
  type RequiredScope,
  VARIABLE_REFERENCE,
} from "@getoperate/contract";
import { resolveReferences } from "@getoperate/engine";
import type { Actor } from "../auth/actor.ts";
import type { Platform } from "../platform.ts";
import { uncheckedArguments } from "./check-arguments.ts";
import type { ResolvedVersion } from "./resolve-version.ts";

export interface ReferringArguments {
  readonly actor: Actor;
  readonly version: ResolvedVersion;
  readonly args: JsonText;
}

/**
 * What a check of arguments with references looks at: what they stand for. Where nothing is checked
 * they are resolved when the job runs.
 *
 * The job resolves them with all rights of the token's owner, so a token with fewer needs the scopes
 * that reading the same would need: otherwise who may only run a script could have it tell secrets.
 */
export async function checkedReferences(
  platform: Platform,
  { actor, version, args }: ReferringArguments,
): Promise<JsonText> {
  requireReferenceScopes(actor, args);
  if (version.checkArguments === uncheckedArguments) {
    return args;
  }
  return (await resolveReferences(platform, actor, args)).json;
}

function requireReferenceScopes({ scopes }: Actor, args: JsonText): void {
  const needed: RequiredScope[] = ["secrets:read"];
  if (args.includes(`"${VARIABLE_REFERENCE}`)) {
    needed.push("variables:read");
  }
  if (args.includes(`"${RESOURCE_REFERENCE}`)) {
    needed.push("resources:read");
  }
  if (!needed.every((scope) => covers(scopes, scope))) {
    throw new OperateError(
      "forbidden",
      `To send references to variables or resources, the token needs ${needed.join(" and ")}.`,
    );
  }
}
