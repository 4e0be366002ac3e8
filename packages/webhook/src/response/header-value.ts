/**
 * Whether the text can be a header's value: ASCII letters and blanks, but no line break, which
 * would begin a header or a response of its own, and no blank at either end.
 */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text) && text === text.trim();
}
