import ts from "typescript";

/** Longest description that is taken over, characters. */
const MAX_LENGTH = 2_000;

/** What the JSDoc comment says of a symbol; of a parameter, what its `@param` says. */
export function documentationOf(checker: ts.TypeChecker, symbol: ts.Symbol): string | undefined {
  return cut(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
}

/** What the `@returns` of a function says. */
export function returnsOf(checker: ts.TypeChecker, symbol: ts.Symbol): string | undefined {
  const tag = symbol
    .getJsDocTags(checker)
    .find(({ name }) => name === "returns" || name === "return");
  return cut(ts.displayPartsToString(tag?.text));
}

function cut(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === "" ? undefined : trimmed.slice(0, MAX_LENGTH);
}
