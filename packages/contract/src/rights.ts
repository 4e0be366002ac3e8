import type { Role } from "./users.ts";

/** A user, as far as it decides what they may see and change. */
export interface RightsHolder {
  readonly username: string;
  readonly role: Role;
}

/** Whether the user may know of what lies at the path: their own, a folder's, or all as administrator. */
export function maySee(user: RightsHolder, path: string): boolean {
  return user.role === "admin" || path.startsWith("f/") || isOwn(user, path);
}

/** Whether the user may change what lies at the path. */
export function mayWrite(user: RightsHolder, path: string): boolean {
  return user.role !== "operator" && maySee(user, path);
}

function isOwn({ username }: RightsHolder, path: string): boolean {
  return path.startsWith(`u/${username}/`);
}
