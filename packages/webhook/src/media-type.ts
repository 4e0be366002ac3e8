/** Letters of an HTTP token (RFC 9110), for a character class. */
const TOKEN = "!#$%&'*+.^_`|~0-9A-Za-z-";

const HTTP_TOKEN = new RegExp(`^[${TOKEN}]+$`);

/** One `; name=value`, at the place where the last one ended; the value may be quoted. */
const PARAMETER = new RegExp(
  `;[ \\t]*(?:([${TOKEN}]+)[ \\t]*=[ \\t]*(?:([${TOKEN}]+)|"((?:[^"\\\\]|\\\\[^])*)")[ \\t]*)?`,
  "y",
);

/** Whether the text can name a header or a type. */
export function isToken(text: string): boolean {
  return HTTP_TOKEN.test(text);
}

/** A `Content-Type` or the like: `form-data; name="x"`. */
export interface MediaType {
  /** What stands before the first semicolon, lower case. */
  readonly essence: string;
  /** By lower-case name; quotes and their backslashes are undone; the first of equal names counts. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Whether the whole text follows the grammar; if not, some parameters may be missing. */
  readonly isComplete: boolean;
}

export function parseMediaType(text: string): MediaType {
  const end = text.indexOf(";");
  const essence = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
  const parameters = new Map<string, string>();
  let at = end === -1 ? text.length : end;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) {
      return { essence, parameters, isComplete: false };
    }
    at = PARAMETER.lastIndex;
    const [, name, token, quoted] = match;
    const key = name?.toLowerCase();
    if (key !== undefined && !parameters.has(key)) {
      parameters.set(key, token ?? unquote(quoted ?? ""));
    }
  }
  return { essence, parameters, isComplete: true };
}

/** A backslash only escapes a quote or itself: some senders put paths there as they are. */
function unquote(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}

/** JSON by the rules of browsers: none of these is ever shown as a page. */
export function isJsonType(essence: string): boolean {
  return essence === "application/json" || essence === "text/json" || essence.endsWith("+json");
}
