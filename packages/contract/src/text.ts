import { z } from "zod";

const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Free text of a caller's: whatever is stored as it is or compared with what is stored. PostgreSQL's
 * text holds no NUL and UTF-8 no lone surrogate, so both are refused: a text that was silently
 * mended would be neither what the caller sent nor what they look for later.
 */
export const Text = z
  .string()
  .refine((text) => !UNSTORABLE.test(text), "must have no NUL and no lone surrogate");
