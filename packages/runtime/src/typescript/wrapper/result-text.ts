import {
  asyncIterator,
  iterator,
  stringify,
  WrongRange,
  WrongType,
} from "../../runner/intrinsics.ts";

/** Gets each item that is yielded, as JSON; the next one is asked for when it resolves. */
export type OnItem = (json: string) => Promise<void>;

/**
 * The JSON text of what `main` returned; undefined becomes null.
 *
 * What is yielded by an async iterable or by a generator becomes an array. Throws for what JSON
 * cannot hold.
 */
export async function resultText(returned: unknown, onItem: OnItem): Promise<string> {
  if (isStream(returned)) {
    return await collect(returned, onItem);
  }
  if (returned === undefined) {
    return "null";
  }
  const text = toJson(returned);
  if (text === undefined) {
    throw new WrongType(`The result of main, of type ${typeof returned}, has no JSON form`);
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

async function collect(
  items: AsyncIterable<unknown> | Iterable<unknown>,
  onItem: OnItem,
): Promise<string> {
  let list = "";
  for await (const item of items) {
    // As in any list, what has no JSON form is null.
    const json = toJson(item) ?? "null";
    await onItem(json);
    list += list === "" ? json : `,${json}`;
  }
  return `[${list}]`;
}
