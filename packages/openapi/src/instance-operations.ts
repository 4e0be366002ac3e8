import { z } from "zod";
import type { OwnOperation } from "./operation.ts";
import { PUBLIC } from "./security.ts";

const Standing = z.object({ status: z.enum(["ok", "unavailable"]) }).meta({ id: "Standing" });

const standing = (description: string) => ({
  description,
  content: { "application/json": { schema: Standing } },
});

/** What a load balancer and a reader of the document ask; anybody may. */
export function instanceOperations(): OwnOperation[] {
  return [
    {
      method: "get",
      path: "/livez",
      errors: [],
      operation: {
        operationId: "instance.livez",
        summary: "Say whether the process answers",
        tags: ["instance"],
        security: PUBLIC,
        responses: { "200": standing("It does, whatever the database does") },
      },
    },
    {
      method: "get",
      path: "/readyz",
      errors: [],
      operation: {
        operationId: "instance.readyz",
        summary: "Say whether requests may be sent here",
        tags: ["instance"],
        security: PUBLIC,
        responses: {
          "200": standing("They may"),
          "503": standing("Not now: it starts, stops, or has no database"),
        },
      },
    },
    {
      method: "get",
      path: "/openapi.json",
      errors: ["unavailable"],
      operation: {
        operationId: "instance.document",
        summary: "Get this document",
        tags: ["instance"],
        security: PUBLIC,
        responses: {
          "200": {
            description: "OpenAPI 3.1",
            content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
          },
        },
      },
    },
  ];
}
