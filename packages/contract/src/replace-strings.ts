/**
 * Replaces strings in JSON text and leaves everything else as it is, digit by digit.
 *
 * The text must be JSON. `replace` gets each string as it stands there, quotes and escapes included,
 * and answers with what comes in its place, or undefined; `between` gets what stands between two.
 */
export function replaceStrings(
  json: string,
  replace: (string: string, isKey: boolean) => string | undefined,
  between: (text: string) => string = same,
): string {
  let replaced = "";
  let done = 0;
  for (let start = json.indexOf('"'); start !== -1; start = json.indexOf('"', done)) {
    const end = endOfString(json, start);
    const string = json.slice(start, end);
    replaced += between(json.slice(done, start));
    replaced += replace(string, isKeyBefore(json, end)) ?? string;
    done = end;
  }
  return replaced + between(json.slice(done));
}

function same(text: string): string {
  return text;
}

/** Behind the closing quote. */
function endOfString(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(json, quote)) {
    quote = json.indexOf('"', quote + 1);
  }
  return quote === -1 ? json.length : quote + 1;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
  let first = at;
  while (json[first - 1] === "\\") {
    first -= 1;
  }
  return (at - first) % 2 === 1;
}

function isKeyBefore(json: string, at: number): boolean {
  let next = at;
  while (/\s/.test(json[next] ?? "")) {
    next += 1;
  }
  return json[next] === ":";
}
