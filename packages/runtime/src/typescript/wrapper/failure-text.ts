const { stringify } = JSON;

/** Folders whose names must not show in a stack, as URLs that end in a slash. */
export interface StackPlaces {
  readonly programFolder: string;
  readonly sourceFolder: string;
}

/** `{"error": …}` for anything that was thrown; never throws itself. */
export function failureText(thrown: unknown, places: StackPlaces): string {
  const fields = thrown instanceof Error ? errorFields(thrown, places) : plainFields(thrown);
  return `{"error":{${fields.map(([name, json]) => `${stringify(name)}:${json}`).join(",")}}}`;
}

type Field = readonly [name: string, json: string];

function plainFields(thrown: unknown): Field[] {
  return [
    ["name", '"Error"'],
    ["message", stringify(attempt(() => String(thrown)) ?? "Something unprintable was thrown")],
  ];
}

function errorFields(error: Error, places: StackPlaces): Field[] {
  const stack = attempt(() => scriptStack(String(error.stack), places));
  return [
    ["name", stringify(attempt(() => String(error.name)) ?? "Error")],
    ["message", stringify(attempt(() => String(error.message)) ?? "")],
    ...(stack === undefined ? [] : [["stack", stringify(stack)] as const]),
    ...ownFields(error),
  ];
}

const STANDARD = new Set(["name", "message", "stack"]);

/** What the script put on the error, as far as it becomes JSON. */
function ownFields(error: Error): Field[] {
  return (attempt(() => Object.keys(error)) ?? [])
    .filter((name) => !STANDARD.has(name))
    .flatMap((name): Field[] => {
      const json = attempt(() => stringify(Reflect.get(error, name)));
      return json === undefined ? [] : [[name, json]];
    });
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
