import { z } from "zod";
import { type Handler, procedure, router } from "./procedure.ts";

export const LIMIT_UNITS = [
  "bytes",
  "MiB",
  "seconds",
  "days",
  "characters",
  "levels",
  "count",
] as const;

/** One bound that the server keeps; what is over it is refused or cut. */
export const Limit = z
  .object({
    name: z.string(),
    value: z.number(),
    unit: z.enum(LIMIT_UNITS),
    description: z.string(),
    setting: z.string().nullable().describe("Environment variable that sets it; null: fixed"),
  })
  .meta({ id: "Limit" });
export type Limit = z.infer<typeof Limit>;

const Limits = z.object({ items: z.array(Limit) }).meta({ id: "Limits" });

export interface LimitHandlers {
  list: Handler<Record<string, never>, z.input<typeof Limits>>;
}

export function limitsRouter(handlers: LimitHandlers) {
  return router({
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/limits",
          tags: ["limits"],
          summary: "List every limit of the instance",
          description: "For any token but those of single scripts.",
          protect: true,
        },
      })
      .input(z.object({}))
      .output(Limits)
      .query((call) => handlers.list(call)),
  });
}
