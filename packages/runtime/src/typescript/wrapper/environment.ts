import { Deno } from "./deno-globals.ts";

const { env } = Deno;

/** Names that are set now; at first what the process was started with. */
let names = Object.keys(env.toObject());

/** Gives a job the environment it was given, and nothing of the job before. */
export function replaceEnvironment(wanted: Readonly<Record<string, string>>): void {
  for (const name of names) {
    if (!Object.hasOwn(wanted, name)) {
      env.delete(name);
    }
  }
  names = Object.keys(wanted);
  for (const [name, value] of Object.entries(wanted)) {
    // To look is cheaper than to set, and most stay as they are.
    if (env.get(name) !== value) {
      env.set(name, value);
    }
  }
}
