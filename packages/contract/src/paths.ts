import { z } from "zod";

/** Folder names that stand for something else in a URL. */
export const RESERVED_FOLDERS: ReadonlySet<string> = new Set(["u", "f", "p", "h", "fv"]);

export const MAX_PATH_LENGTH = 255;

const PATH = /^[uf](?:\/[A-Za-z0-9_-]+){2,}$/;

/**
 * Says what is wrong with a runnable's path, or nothing.
 *
 * A path is `u/<user>/<name…>` or `f/<folder>/<name…>`.
 */
export function pathFault(path: string): string | undefined {
  if (path.length > MAX_PATH_LENGTH) {
    return `must be at most ${MAX_PATH_LENGTH} characters`;
  }
  if (!PATH.test(path)) {
    return "must look like u/<user>/<name> or f/<folder>/<name>, of letters, digits, _ and -";
  }
  const folder = path.split("/")[1] ?? "";
  if (RESERVED_FOLDERS.has(folder)) {
    return `must not use the reserved name ${folder} as its user or folder`;
  }
  return undefined;
}

/** Path of a script or a flow: `u/<user>/<name…>` or `f/<folder>/<name…>`. */
export const RunnablePath = z
  .string()
  .max(MAX_PATH_LENGTH)
  .superRefine((value, context) => {
    const fault = pathFault(value);
    if (fault !== undefined) {
      context.addIssue({ code: "custom", message: fault });
    }
  })
  .describe("Path of a script or flow: `u/<user>/<name>` or `f/<folder>/<name>`")
  .meta({ examples: ["u/admin/hello"] });
export type RunnablePath = z.infer<typeof RunnablePath>;
