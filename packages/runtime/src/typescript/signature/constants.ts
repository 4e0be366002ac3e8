import ts from "typescript";
import { literalValue } from "./primitives.ts";

/** A value that is written in the source, as JSON has it. */
export type Constant =
  | { readonly isKnown: true; readonly value: unknown }
  | { readonly isKnown: false };

const UNKNOWN: Constant = { isKnown: false };

const KEYWORDS = new Map<ts.SyntaxKind, unknown>([
  [ts.SyntaxKind.TrueKeyword, true],
  [ts.SyntaxKind.FalseKeyword, false],
  [ts.SyntaxKind.NullKeyword, null],
]);

/** The value of a default, as far as it is a constant that JSON can hold. */
export function constantOf(checker: ts.TypeChecker, node: ts.Expression): Constant {
  const expression = withoutTypes(node);
  if (KEYWORDS.has(expression.kind)) {
    return known(KEYWORDS.get(expression.kind));
  }
  if (ts.isStringLiteralLike(expression)) {
    return known(expression.text);
  }
  if (ts.isNumericLiteral(expression)) {
    return finite(Number(expression.text));
  }
  if (ts.isPrefixUnaryExpression(expression)) {
    return negated(checker, expression);
  }
  if (ts.isArrayLiteralExpression(expression)) {
    return all(expression.elements.map((element) => constantOf(checker, element)));
  }
  if (ts.isObjectLiteralExpression(expression)) {
    return constantObject(checker, expression);
  }
  // An enum's member or a constant: the type of one value is that value.
  const value = literalValue(checker.getTypeAtLocation(expression));
  return value === undefined ? UNKNOWN : known(value);
}

/** The expression inside of parentheses, `as`, `satisfies` and `!`. */
function withoutTypes(node: ts.Expression): ts.Expression {
  const isOuter =
    ts.isParenthesizedExpression(node) ||
    ts.isAssertionExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node);
  return isOuter ? withoutTypes(node.expression) : node;
}

function negated(checker: ts.TypeChecker, node: ts.PrefixUnaryExpression): Constant {
  const operand = constantOf(checker, node.operand);
  if (!operand.isKnown || typeof operand.value !== "number") {
    return UNKNOWN;
  }
  switch (node.operator) {
    case ts.SyntaxKind.MinusToken:
      return finite(-operand.value);
    case ts.SyntaxKind.PlusToken:
      return operand;
    default:
      return UNKNOWN;
  }
}

function constantObject(checker: ts.TypeChecker, node: ts.ObjectLiteralExpression): Constant {
  const entries: [string, unknown][] = [];
  for (const property of node.properties) {
    const name = property.name;
    const isPlain =
      ts.isPropertyAssignment(property) && name !== undefined && !ts.isComputedPropertyName(name);
    const value = isPlain ? constantOf(checker, property.initializer) : UNKNOWN;
    if (!isPlain || !value.isKnown) {
      return UNKNOWN;
    }
    entries.push([name.text, value.value]);
  }
  return known(Object.fromEntries(entries));
}

function all(constants: readonly Constant[]): Constant {
  const values = constants.flatMap((one) => (one.isKnown ? [one.value] : []));
  return values.length === constants.length ? known(values) : UNKNOWN;
}

function finite(value: number): Constant {
  return Number.isFinite(value) ? known(value) : UNKNOWN;
}

function known(value: unknown): Constant {
  return { isKnown: true, value };
}
