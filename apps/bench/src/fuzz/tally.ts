import type { RawAnswer } from "@getoperate/testing/raw-http";
import { readObject } from "./answers/read-object.ts";

/** How often each aim was answered with which status, and refused with which code. */
export class Tally {
  readonly #outcomes = new Map<string, Map<string, number>>();

  count(aim: string, answer: RawAnswer | undefined): void {
    const outcomes = this.#outcomes.get(aim) ?? new Map();
    const outcome = outcomeOf(answer);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    this.#outcomes.set(aim, outcomes);
  }

  /** Whether it was answered with 2xx at least once. */
  hasSucceeded(aim: string): boolean {
    return [...(this.#outcomes.get(aim)?.keys() ?? [])].some((outcome) => outcome.startsWith("2"));
  }

  /** A line for each aim. */
  text(): string {
    return [...this.#outcomes]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([aim, outcomes]) => {
        const parts = [...outcomes]
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([outcome, count]) => `${count}×${outcome}`);
        return `${aim.padEnd(42)} ${parts.join("  ")}`;
      })
      .join("\n");
  }
}

function outcomeOf(answer: RawAnswer | undefined): string {
  if (answer === undefined) {
    return "none";
  }
  const { code } = readObject(answer);
  return answer.status < 400 || typeof code !== "string"
    ? String(answer.status)
    : `${answer.status} ${code}`;
}
