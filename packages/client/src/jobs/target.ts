/** What to run: the newest version of a path, or exactly the version with this hash. */
export type RunTarget = string | { readonly hash: string };

/** The part of a run route's address that names the target. */
export function routeOf(target: RunTarget): string {
  return typeof target === "string" ? `p/${encodePath(target)}` : `h/${encodePath(target.hash)}`;
}

/** A runnable's path in a URL, its slashes as they are: some proxies refuse `%2F`. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
