import ts from "typescript";
import type { ScriptFault } from "../../executor.ts";
import { faultAt } from "./faults.ts";
import type { ScriptProgram } from "./program.ts";

export interface Main {
  readonly symbol: ts.Symbol;
  readonly signature: ts.Signature;
  readonly hasPreprocessor: boolean;
}

export type FoundMain =
  | { readonly ok: true; readonly main: Main }
  | { readonly ok: false; readonly fault: ScriptFault };

/** Finds the function that a script exports under the name `main`. */
export function findMain({ program, source }: ScriptProgram): FoundMain {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(source);
  const exported = module === undefined ? [] : checker.getExportsOfModule(module);
  const found = exported.find(({ name }) => name === "main");
  const symbol = found === undefined ? undefined : withoutAlias(checker, found);
  if (symbol === undefined || !isValue(symbol)) {
    return missing(exported);
  }
  const type = checker.getTypeOfSymbolAtLocation(symbol, source);
  const signature = implementedSignature(checker, symbol) ?? type.getCallSignatures()[0];
  if (signature === undefined) {
    const node = symbol.declarations?.[0] ?? source;
    const what = checker.typeToString(type);
    const message = `The exported \`main\` is not a function that can be called; its type is ${what}.`;
    return { ok: false, fault: faultAt(source, node, message) };
  }
  const preprocessor = exported.find(({ name }) => name === "preprocessor");
  const hasPreprocessor =
    preprocessor !== undefined && isValue(withoutAlias(checker, preprocessor));
  return { ok: true, main: { symbol, signature, hasPreprocessor } };
}

function withoutAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether it exists when the script runs: not a type, nor something only declared. */
function isValue({ flags, declarations = [] }: ts.Symbol): boolean {
  const isDeclared = (declaration: ts.Declaration) =>
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
  return (flags & ts.SymbolFlags.Value) !== 0 && !declarations.every(isDeclared);
}

/** The signature with a body; arguments are bound to its parameters, not to an overload's. */
function implementedSignature(
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
): ts.Signature | undefined {
  const declarations = symbol.declarations?.filter(ts.isFunctionDeclaration) ?? [];
  const implementation = declarations.find(({ body }) => body !== undefined);
  return implementation && checker.getSignatureFromDeclaration(implementation);
}

function missing(exported: readonly ts.Symbol[]): FoundMain {
  const hint = exported.some(({ name }) => name === "default")
    ? " A default export does not count."
    : "";
  const message = `The script exports no function \`main\`.${hint}`;
  return { ok: false, fault: { message, line: 1, column: 1 } };
}
