import fc from "fast-check";
import type { ApiDocument } from "../document.ts";
import type { World } from "../world.ts";
import type { FuzzRequest } from "./fuzz-request.ts";
import { malformedRequest } from "./malformed-request.ts";
import { operationRequest } from "./operation-request.ts";
import { strayRequest } from "./stray-request.ts";
import { trpcRequest } from "./trpc-request.ts";

/** What has many ways to be refused is asked for more often. */
function weightOf(operation: string): number {
  return operation === "scripts.deploy" ? 4 : 1;
}

/** Any request that anybody could send to the server as it is now. */
export function anyRequest(document: ApiDocument, world: World): fc.Arbitrary<FuzzRequest> {
  const { operations, root } = document;
  return fc.oneof(
    {
      weight: 14,
      arbitrary: fc.oneof(
        ...operations.map((operation) => ({
          weight: weightOf(operation.id),
          arbitrary: operationRequest({ root, world, operation }),
        })),
      ),
    },
    { weight: 2, arbitrary: trpcRequest(document, world) },
    { weight: 2, arbitrary: strayRequest(world) },
    { weight: 2, arbitrary: malformedRequest(world) },
  );
}
