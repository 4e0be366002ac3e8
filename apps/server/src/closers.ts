/** What was started, in order; disposing of it ends the last first. */
export class Closers implements AsyncDisposable {
  readonly #closers: (() => Promise<void>)[] = [];

  add(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  use<Part extends AsyncDisposable>(part: Part): Part {
    this.add(async () => part[Symbol.asyncDispose]());
    return part;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      await close();
    }
  }
}
