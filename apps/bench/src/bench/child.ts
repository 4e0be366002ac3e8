import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A program of the bench in a process of its own, which answers one question after the other. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Rejects with what went wrong there. */
  ask<Answer>(question: unknown): Promise<Answer>;
}

/** What a child sends: that it can be asked, then one for each question. */
export type FromChild =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "failure"; readonly message: string };

/** Starts `programs/<name>.ts`, gives it its first question, and waits until it can be asked. */
export async function startChild(name: string, setUp: unknown = {}): Promise<Child> {
  const path = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const child = fork(path, [JSON.stringify(setUp)], {
    execArgv: ["--conditions=@getoperate/source"],
    serialization: "advanced",
  });
  await answerOf(child, name);
  return {
    pid: child.pid ?? 0,
    async ask(question) {
      const answer = answerOf(child, name);
      child.send(Object(question));
      return asAnswer(await answer);
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        child.disconnect();
        await gone;
      }
    },
  };
}

/** Whoever asks names the answer that the program's own file declares. */
function asAnswer<Answer>(value: unknown): Answer {
  return value as Answer;
}

function answerOf(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`The program ${name} ended.`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      const answer: FromChild = asAnswer(message);
      if (answer.kind === "failure") {
        reject(new Error(`The program ${name}: ${answer.message}`));
      } else {
        resolve(answer.kind === "answer" ? answer.value : undefined);
      }
    });
  });
}
