import { OperateError } from "@getoperate/contract";

/** Packs the place where a list goes on; callers must not look into it. */
function encodeCursor(place: string): string {
  return Buffer.from(place).toString("base64url");
}

/** Unpacks a cursor. Throws `invalid-input` for anything that no list gave out. */
export function decodeCursor(cursor: string, isPlace: (place: string) => boolean): string {
  const place = Buffer.from(cursor, "base64url").toString();
  if (encodeCursor(place) !== cursor || !isPlace(place)) {
    const detail = "is no cursor of this list";
    throw new OperateError("invalid-input", `/cursor: ${detail}`, {
      errors: [{ pointer: "/cursor", detail }],
    });
  }
  return place;
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** A page out of one row more than was asked for: that row says that there is more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  shape: { readonly item: (row: Row) => Item; readonly place: (row: Row) => string },
): { items: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(shape.item),
    next_cursor: more ? encodeCursor(shape.place(last)) : null,
  };
}
