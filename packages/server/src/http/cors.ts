import {
  IDEMPOTENT_REPLAYED_HEADER,
  JOB_ID_HEADER,
  JOB_STATUS_HEADER,
  PREFERENCE_APPLIED_HEADER,
  REQUEST_ID_HEADER,
} from "@getoperate/contract";
import { cors } from "hono/cors";

/**
 * Pages of any origin may call the API: they need a token, which a browser never adds by itself. No
 * answer allows credentials, so a cookie of the console's is worth nothing to another origin.
 */
export const anyOrigin = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  exposeHeaders: [
    "Link",
    "Location",
    "Retry-After",
    "WWW-Authenticate",
    IDEMPOTENT_REPLAYED_HEADER,
    JOB_ID_HEADER,
    JOB_STATUS_HEADER,
    PREFERENCE_APPLIED_HEADER,
    REQUEST_ID_HEADER,
  ],
  maxAge: 86_400,
});
