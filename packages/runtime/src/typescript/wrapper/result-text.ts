import {
  asyncIterator,
  iterator,
  stringify,
  WrongRange,
  WrongType,
} from "../../runner/intrinsics.ts";

/**
 * The JSON text of what `main` returned; undefined becomes null.
 *
 * What is yielded by an async iterable or by a generator becomes an array. Throws for what JSON
 * cannot hold.
 */
export async function resultText(returned: unknown): Promise<string> {
  const value = isStream(returned) ? await collect(returned) : returned;
  if (value === undefined) {
    return "null";
  }
  const text = toJson(value);
  if (text === undefined) {
    throw new WrongType(`The result of main, of type ${typeof value}, has no JSON form`);
  }
  return text;
}

function toJson(value: unknown): string | undefined {
  try {
    return stringify(value);
  } catch (error) {
    if (error instanceof WrongType) {
      // It names the cycle or the BigInt.
      throw new WrongType(`The result of main cannot become JSON: ${error.message}`);
    }
    if (error instanceof WrongRange) {
      throw new WrongRange("The result of main is too large or too deeply nested to become JSON");
    }
    throw error;
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const isGenerator = iterator in value && "next" in value;
  return asyncIterator in value || isGenerator;
}

async function collect(items: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const collected: unknown[] = [];
  for await (const item of items) {
    collected[collected.length] = item;
  }
  return collected;
}
