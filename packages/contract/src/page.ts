import { z } from "zod";

export const MAX_PAGE_SIZE = 200;

/** What every list takes: how many, and where to go on. */
export const PageInput = {
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(50).describe("Most entries to return"),
  cursor: z.string().max(500).optional().describe("`next_cursor` of the page before"),
};

/** A page of a list: the entries, and the cursor of the next page when there is one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}
