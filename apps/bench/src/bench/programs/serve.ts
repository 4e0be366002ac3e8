import type { FromChild } from "../child.ts";

/** What the parent gave this program to set itself up; it names what the program's file declares. */
export function setUpOf<SetUp>(): SetUp {
  return JSON.parse(process.argv[2] ?? "{}") as SetUp;
}

/** Answers the parent's questions until it lets go of this process. */
export function serve<Question>(
  answer: (question: Question) => Promise<unknown>,
  close: () => PromiseLike<void> = async () => undefined,
): void {
  process.on("message", (question) => {
    answer(asQuestion<Question>(question)).then(
      (value) => tell({ kind: "answer", value }),
      (error: unknown) => tell({ kind: "failure", message: textOf(error) }),
    );
  });
  process.on("disconnect", () => {
    const exit = () => process.exit();
    close().then(exit, exit);
  });
  tell({ kind: "ready" });
}

/** The parent sends what this program's own file declares. */
function asQuestion<Question>(message: unknown): Question {
  return message as Question;
}

function tell(message: FromChild): void {
  process.send?.(message);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
