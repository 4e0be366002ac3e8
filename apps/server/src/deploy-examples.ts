import { OperateError } from "@getoperate/contract";
import { readExamples } from "@getoperate/examples";

export interface ExampleTarget {
  readonly url: string;
  readonly workspace: string;
  readonly token: string;
}

/** Deploys the example scripts as any user would, so that the first call finds something to run. */
export async function deployExamples({ url, workspace, token }: ExampleTarget): Promise<void> {
  for (const example of await readExamples()) {
    const response = await fetch(`${url}/api/w/${workspace}/scripts`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(example),
    });
    // The machine may lack a language other than TypeScript.
    if (!response.ok && example.language === "typescript") {
      throw new OperateError(
        "internal",
        `The example ${example.path} was refused: ${await response.text()}`,
      );
    }
  }
}
