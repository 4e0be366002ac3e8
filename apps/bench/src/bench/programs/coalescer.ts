interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** As the product does it: with nothing under way an item leaves at the end of the turn. */
const MOST_ITEMS = 100;
const MOST_RUNS = 2;

/** The least that shares a commit between callers: whatever came in the meantime goes together. */
export function coalescer<Item>(
  run: (items: readonly Item[]) => Promise<unknown>,
): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  let runs = 0;
  let isPlanned = false;
  const flush = async () => {
    isPlanned = false;
    const batch = waiting.splice(0, MOST_ITEMS);
    runs += 1;
    plan();
    try {
      await run(batch.map(({ item }) => item));
      for (const { resolve } of batch) {
        resolve();
      }
    } catch (error) {
      for (const { reject } of batch) {
        reject(error);
      }
    }
    runs -= 1;
    plan();
  };
  const plan = () => {
    if (!isPlanned && runs < MOST_RUNS && waiting.length > 0) {
      isPlanned = true;
      setImmediate(flush);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      plan();
    });
}
