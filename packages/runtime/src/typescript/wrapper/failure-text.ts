import { AnyError, get, keys, stringify, toText } from "../../runner/intrinsics.ts";

/** Folders whose names must not show, as URLs that end in a slash. */
export interface StackPlaces {
  readonly programFolder: string;
  readonly sourceFolder: string;
}

const UNPRINTABLE = '{"error":{"name":"Error","message":"Something unprintable was thrown"}}';

/** `{"error": …}` for anything that was thrown; never throws itself. */
export function failureText(thrown: unknown, places: StackPlaces): string {
  return attempt(() => describe(thrown, places)) ?? UNPRINTABLE;
}

function describe(thrown: unknown, places: StackPlaces): string {
  if (isError(thrown)) {
    return `{"error":{${errorFields(thrown, places)}}}`;
  }
  const message = textField(() => thrown, places);
  return message === undefined ? UNPRINTABLE : `{"error":{"name":"Error","message":${message}}}`;
}

function isError(thrown: unknown): thrown is Error {
  return attempt(() => thrown instanceof AnyError) ?? false;
}

function errorFields(error: Error, places: StackPlaces): string {
  const name = textField(() => error.name, places) ?? '"Error"';
  const message = textField(() => error.message, places) ?? '""';
  const stack = attempt(() => scriptStack(`${error.stack}`, places));
  const stackField = stack === undefined ? "" : `,"stack":${stringify(stack)}`;
  return `"name":${name},"message":${message}${stackField}${ownFields(error)}`;
}

function textField(read: () => unknown, { sourceFolder }: StackPlaces): string | undefined {
  return attempt(() => {
    const text = toText(read());
    return stringify(attempt(() => text.replaceAll(sourceFolder, "")) ?? text);
  });
}

/** What the script put on the error, as far as it becomes JSON. */
function ownFields(error: Error): string {
  const names = attempt(() => keys(error)) ?? [];
  let fields = "";
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? "";
    const json = isStandard(name) ? undefined : attempt(() => stringify(get(error, name)));
    if (json !== undefined) {
      fields += `,${stringify(name)}:${json}`;
    }
  }
  return fields;
}

function isStandard(name: string): boolean {
  return name === "name" || name === "message" || name === "stack";
}

/** The frames of the script alone, so that one reads `at main (main.ts:3:9)`; none: undefined. */
function scriptStack(
  stack: string,
  { programFolder, sourceFolder }: StackPlaces,
): string | undefined {
  const isForeign = (line: string) =>
    line.startsWith("    at ") && (line.includes(programFolder) || line.includes("(ext:"));
  const lines = stack.split("\n").filter((line) => !isForeign(line));
  return lines.some((line) => line.includes(sourceFolder))
    ? lines.join("\n").replaceAll(sourceFolder, "")
    : undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
