import { OperateError } from "@getoperate/contract";
import type { Hono } from "hono";
import type { Env } from "./env.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Why nothing answers at the path: nothing is there, or it takes other methods. */
export function noRoute(app: Hono<Env>, path: string): OperateError {
  const allow = METHODS.filter((method) => {
    const [matches] = app.router.match(method, path);
    // Middleware matches every address; a route is what comes after it.
    return matches.some(([[, route]]) => route.method === method);
  });
  return allow.length === 0
    ? new OperateError("not-found", "There is nothing at this address.")
    : new OperateError("method-not-allowed", `This address takes ${allow.join(", ")}.`, { allow });
}
