import { isPassingFault } from "./faults.ts";

export interface BatcherOptions<Item, Result> {
  /** Most items in one run. */
  readonly maxItems: number;
  /** Most of all sizes in one run, where items have a size; one item goes whatever its size. */
  readonly maxSize?: number;
  readonly sizeOf?: (item: Item) => number;
  /** Most runs at once; while all are under way, what arrives is collected for the next. */
  readonly maxInFlight: number;
  /** Does the work; one result an item, in the same order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Shares one round trip between callers that arrive close together.
 *
 * Hot path of every run. Nothing waits for a batch to fill: with no run under way an item leaves at
 * the end of the current turn of the event loop; under load the batches grow by themselves.
 */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #inFlight = 0;
  #scheduled = false;

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options;
  }

  /** Resolves with the item's result; rejects with what its run met. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (
      this.#scheduled ||
      this.#waiting.length === 0 ||
      this.#inFlight >= this.#options.maxInFlight
    ) {
      return;
    }
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting.splice(0, this.#countOfNext());
    if (batch.length === 0) {
      return;
    }
    this.#inFlight += 1;
    this.#schedule();
    await this.#run(batch);
    this.#inFlight -= 1;
    this.#schedule();
  }

  #countOfNext(): number {
    const { maxItems, maxSize = Number.POSITIVE_INFINITY, sizeOf = () => 0 } = this.#options;
    let size = 0;
    const end = this.#waiting.findIndex(({ item }, index) => {
      size += sizeOf(item);
      return index === maxItems || (index > 0 && size > maxSize);
    });
    return end === -1 ? this.#waiting.length : end;
  }

  /** Settles all of the batch; never rejects. */
  async #run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.run(batch.map(({ item }) => item));
      batch.forEach((waiting, index) => {
        const result = results[index];
        if (result === undefined) {
          waiting.reject(new RangeError("A batch answered fewer results than it had items."));
        } else {
          waiting.resolve(result);
        }
      });
    } catch (error) {
      if (batch.length > 1 && !isPassingFault(error)) {
        // One of them may be what the others would fail for.
        for (const waiting of batch) {
          await this.#run([waiting]);
        }
        return;
      }
      for (const waiting of batch) {
        waiting.reject(error);
      }
    }
  }
}
