import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import type { SendRequest } from "@getoperate/testing/requester";

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** So far into an answer the id of a job that it started is found. */
const START = 5_000;

interface JobPage {
  readonly items: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

/** Which jobs the answers named: any other that is stored was stored for a request that was refused. */
export class JobLedger {
  readonly #named: Set<string>;
  #unanswered = 0;

  constructor(known: readonly string[]) {
    this.#named = new Set(known);
  }

  /** Takes the jobs that an answer names, in its headers or its body; a list of jobs started none. */
  note(answer: RawAnswer): void {
    const body = answer.body.toString("utf8", 0, START);
    const texts = [
      headerOf(answer, "location"),
      headerOf(answer, "x-job-id"),
      body.includes('"items"') ? "" : body,
    ];
    for (const id of texts.join(" ").match(UUID) ?? []) {
      this.#named.add(id);
    }
  }

  /** A request without an answer may have started a job. */
  noteUnanswered(): void {
    this.#unanswered += 1;
  }

  /** Reads all jobs, and says so if there are some that nobody was told of. */
  async faults(request: SendRequest): Promise<string[]> {
    const unnamed: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const answer = await request("GET", `/jobs?limit=200${cursor && `&cursor=${cursor}`}`);
      const page: JobPage = JSON.parse(answer.text);
      unnamed.push(...page.items.map(({ id }) => id).filter((id) => !this.#named.has(id)));
      cursor = page.next_cursor;
    }
    if (unnamed.length <= this.#unanswered) {
      return [];
    }
    const job = await request("GET", `/jobs/${unnamed[0]}`);
    const many = `${unnamed.length} jobs that no answer named`;
    return [`${many}, and ${this.#unanswered} requests without one: ${job.text.slice(0, 1_000)}`];
  }
}
