import {
  type ErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  IdempotencyKey,
  RunnablePath,
  VersionHash,
  WorkspaceId,
} from "@getoperate/contract";
import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { PATH_IN_URL } from "./correct-operation.ts";
import { ANY_CALL } from "./errors-of-any-call.ts";
import { BEARER_OR_QUERY } from "./security.ts";

export const JOBS = "/api/w/{workspace}/jobs";

/** What a run route names: the newest version of a path, or one version. */
export interface Target {
  readonly id: string;
  readonly what: string;
  readonly route: string;
  readonly parameters: Record<string, z.ZodType>;
  /** The short form of an address, which async routes do not have. */
  readonly isShort: boolean;
}

const PathParameter = RunnablePath.describe(PATH_IN_URL);

export const TARGETS: readonly Target[] = [
  {
    id: "ByPath",
    what: "the newest version of a script",
    route: "p/{path}",
    parameters: { path: PathParameter },
    isShort: false,
  },
  {
    id: "ByHash",
    what: "one version of a script",
    route: "h/{hash}",
    parameters: { hash: VersionHash },
    isShort: false,
  },
  {
    id: "ByShortPath",
    what: "the newest version of a script by its short address",
    route: "{path}",
    parameters: { path: PathParameter },
    isShort: true,
  },
];

export const RUN_ERRORS: readonly ErrorCode[] = [
  ...ANY_CALL,
  "not-found",
  "conflict",
  "idempotency-mismatch",
  "queue-full",
];

type Shape = Record<string, z.ZodType>;
type Common = Pick<ZodOpenApiOperationObject, "tags" | "security" | "requestParams">;

export function parametersOf(target: Target, query: Shape, headers: Shape): Common {
  return {
    tags: ["webhooks"],
    security: BEARER_OR_QUERY,
    requestParams: {
      path: z.object({ workspace: WorkspaceId, ...target.parameters }),
      query: z.object(query),
      header: z.object({ [IDEMPOTENCY_KEY_HEADER]: IdempotencyKey.optional(), ...headers }),
    },
  };
}
