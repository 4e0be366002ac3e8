import type { Hono } from "hono";
import type { Env } from "./http/env.ts";
import type { ServerParts } from "./options.ts";

/** `/livez`: the process answers, whatever the database does. `/readyz`: it may be sent requests. */
export function mountHealth(app: Hono<Env>, parts: ServerParts): void {
  app.get("/livez", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    const ready = parts.isReady() && (await databaseAnswers(parts));
    return context.json({ status: ready ? "ok" : "unavailable" }, ready ? 200 : 503);
  });
}

async function databaseAnswers({ platform }: ServerParts): Promise<boolean> {
  try {
    await platform.db.run({ name: "ready", text: "select 1" }, []);
    return true;
  } catch {
    return false;
  }
}
