import { hasOwn, keys } from "../../runner/intrinsics.ts";
import { Deno } from "./deno-globals.ts";

const { delete: unset, get, set, toObject } = Deno.env;

/** Gives a job the environment it was given, and nothing of what was there before. */
export function replaceEnvironment(wanted: Readonly<Record<string, string>>): void {
  const found = keys(toObject());
  for (let at = 0; at < found.length; at += 1) {
    const name = found[at];
    if (name !== undefined && !hasOwn(wanted, name)) {
      unset(name);
    }
  }
  const names = keys(wanted);
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at];
    const value = name === undefined ? undefined : wanted[name];
    // To look is cheaper than to set, and most stay as they are.
    if (name !== undefined && value !== undefined && get(name) !== value) {
      set(name, value);
    }
  }
}
