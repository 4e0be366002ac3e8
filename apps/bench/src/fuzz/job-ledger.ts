import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import type { SendRequest } from "@getoperate/testing/requester";
import type { Findings } from "./findings.ts";

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Which jobs the answers named: whatever else is stored was stored for a request that was refused. */
export class JobLedger {
  readonly #named: Set<string>;
  #unanswered = 0;

  constructor(known: readonly string[]) {
    this.#named = new Set(known);
  }

  /** Takes the jobs that an answer says were started; one that lists or refuses names none. */
  note(answer: RawAnswer): void {
    const text = answer.body.toString();
    const isRun = headerOf(answer, "x-job-id") !== undefined || /"id":"[^"]+"/.test(text);
    const isList = text.includes('"next_cursor"');
    const place = headerOf(answer, "location") ?? "";
    for (const id of `${place} ${headerOf(answer, "x-job-id")} ${isRun && !isList ? text.slice(0, 5_000) : ""}`.match(
      UUID,
    ) ?? []) {
      this.#named.add(id);
    }
  }

  /** A request without an answer may have started a job. */
  noteUnanswered(): void {
    this.#unanswered += 1;
  }

  /** Reads all jobs and finds those that nobody was told of. */
  async check(request: SendRequest, findings: Findings): Promise<void> {
    const unnamed: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const answer = await request("GET", `/jobs?limit=200${cursor && `&cursor=${cursor}`}`);
      const { items, next_cursor }: JobPage = JSON.parse(answer.text);
      unnamed.push(...items.map(({ id }) => id).filter((id) => !this.#named.has(id)));
      cursor = next_cursor;
    }
    if (unnamed.length > this.#unanswered) {
      const [first] = unnamed;
      const job = await request("GET", `/jobs/${first}`);
      findings.addOfServer(
        `${unnamed.length} jobs were stored that no answer named, and only ${this.#unanswered} requests had none: ${job.text.slice(0, 1_000)}`,
      );
    }
  }
}

interface JobPage {
  readonly items: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}
