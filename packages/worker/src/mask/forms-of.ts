/** What is shorter is not masked: it would be found everywhere. Characters. */
const SHORTEST_MASKED = 4;

/**
 * The texts in which a secret may be met: as it is, line by line, and each of that escaped for JSON and
 * for URLs, in hex and in base64. In base64 what stands before it moves its bits, so there are three.
 */
export function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const forms = new Set([secret, ...lines].filter(isLongEnough).flatMap(formsOfText));
  return [...forms].filter(isLongEnough);
}

function isLongEnough(text: string): boolean {
  return text.length >= SHORTEST_MASKED;
}

function formsOfText(text: string): string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...urlForms(text),
    ...base64Forms(bytes),
  ];
}

function urlForms(text: string): string[] {
  const wellFormed = text.toWellFormed();
  const strict = encodeURIComponent(wellFormed);
  // As forms are sent, and as RFC 3986 has it: `!'()*` are encoded there too.
  const form = new URLSearchParams({ "": wellFormed }).toString().slice(1);
  const all = strict.replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const upper = [encodeURI(wellFormed), strict, form, all];
  return [...upper, ...upper.map(lowerEscapes)];
}

function lowerEscapes(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase());
}

/** Characters of base64 that what stands before decides too, by how many bytes that is too many. */
const SHARED_AT_START = [0, 2, 3];

function base64Forms(bytes: Buffer): string[] {
  const alone = bytes.toString("base64");
  const within = SHARED_AT_START.map((shared, before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = Math.floor((padded.length * 8) / 6);
    return padded.toString("base64").slice(shared, whole);
  });
  const forms = [alone, alone.replace(/=+$/, ""), ...within];
  return [...forms, ...forms.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}
