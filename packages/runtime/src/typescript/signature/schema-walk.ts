import type { JsonSchema } from "@getoperate/contract";
import ts from "typescript";

/** Bounds of one schema: nesting, parts, characters. What lies beyond is left open. */
const MAX_DEPTH = 16;
const MAX_PARTS = 3_000;
const MAX_CHARACTERS = 256 * 1024;

/** Whether a value comes in as JSON or goes out as JSON. */
export type Direction = "arguments" | "result";

export interface WalkContext {
  readonly checker: ts.TypeChecker;
  readonly direction: Direction;
  /** Whether a file belongs to the language or to Deno, not to the script. */
  readonly isLibrary: (file: ts.SourceFile) => boolean;
}

/** What the walk over the types of one schema shares. */
export class SchemaWalk {
  readonly checker: ts.TypeChecker;
  readonly direction: Direction;
  readonly warnings = new Set<string>();
  readonly #isLibrary: WalkContext["isLibrary"];
  readonly #named = new Map<ts.Type, NamedType>();
  #parts = 0;
  #characters = 0;

  constructor({ checker, direction, isLibrary }: WalkContext) {
    this.checker = checker;
    this.direction = direction;
    this.#isLibrary = isLibrary;
  }

  /** Counts one more part of the schema; false when it would be too deep or too large. */
  enter(depth: number): boolean {
    this.#parts += 1;
    return depth <= MAX_DEPTH && this.#parts <= MAX_PARTS ? true : this.#leaveOpen();
  }

  /** Counts text that goes into the schema; false when it would be too large. */
  spend(text: string): boolean {
    this.#characters += text.length;
    return this.#characters <= MAX_CHARACTERS ? true : this.#leaveOpen();
  }

  /** Says that a type is left open. */
  warn(type: ts.Type, why: string): void {
    const part = this.direction === "result" ? "the result" : "an argument";
    this.warnings.add(`${this.#nameOf(type)} in ${part} ${why}; it is left open.`);
  }

  /** The name of a type that the language or Deno declares; undefined for the script's own. */
  libraryName(type: ts.Type): string | undefined {
    const symbol = type.getSymbol();
    return symbol !== undefined && this.isFromLibrary(symbol) ? symbol.name : undefined;
  }

  /** Whether a symbol is declared by the language or by Deno. */
  isFromLibrary(symbol: ts.Symbol): boolean {
    const file = symbol.declarations?.[0]?.getSourceFile();
    return file !== undefined && this.#isLibrary(file);
  }

  /**
   * Describes a type once: under a name that the script gave it, every use gets a place which
   * `finish` fills in, so that a type may contain itself.
   */
  named(type: ts.Type, describe: () => JsonSchema): JsonSchema {
    if (!this.#isNamed(type)) {
      return describe();
    }
    const place: JsonSchema = {};
    const known = this.#named.get(type);
    if (known !== undefined) {
      known.places.push(place);
      return place;
    }
    const named: NamedType = { name: this.#nameOf(type), schema: {}, places: [place] };
    this.#named.set(type, named);
    named.schema = describe();
    return place;
  }

  /** Fills the places in: a type used once stands where it is used, others go to `$defs`. */
  finish(root: JsonSchema): JsonSchema {
    const definitions: Record<string, JsonSchema> = {};
    for (const { name, schema, places } of this.#named.values()) {
      const [first] = places;
      if (places.length === 1 && first !== undefined) {
        fill(first, schema);
        continue;
      }
      const free = freeName(name, definitions);
      definitions[free] = schema;
      for (const place of places) {
        fill(place, { $ref: `#/$defs/${free}` });
      }
    }
    return Object.keys(definitions).length === 0 ? root : { ...root, $defs: definitions };
  }

  #leaveOpen(): false {
    const whose = this.direction === "result" ? "result" : "arguments";
    this.warnings.add(`The type of the ${whose} is too large; parts of it are left open.`);
    return false;
  }

  #isNamed(type: ts.Type): boolean {
    const { aliasSymbol } = type;
    if (aliasSymbol !== undefined) {
      return !this.isFromLibrary(aliasSymbol);
    }
    const symbol = type.getSymbol();
    const flags = ts.SymbolFlags.Interface | ts.SymbolFlags.Class;
    return symbol !== undefined && (symbol.flags & flags) !== 0 && !this.isFromLibrary(symbol);
  }

  #nameOf(type: ts.Type): string {
    return this.checker.typeToString(type);
  }
}

interface NamedType {
  readonly name: string;
  schema: JsonSchema;
  readonly places: JsonSchema[];
}

/** Puts a type's schema at the place of its use; what was said at the place itself wins. */
function fill(place: JsonSchema, schema: JsonSchema): void {
  const own = { ...place };
  for (const key of Object.keys(own)) {
    delete place[key];
  }
  Object.assign(place, schema, own);
}

function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]+/g, "_").replaceAll(/^_+|_+$/g, "") || "Type";
  let free = plain;
  for (let number = 2; Object.hasOwn(taken, free); number += 1) {
    free = `${plain}_${number}`;
  }
  return free;
}
