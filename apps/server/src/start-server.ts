import type { Log } from "@getoperate/contract";
import { FIRST_WORKSPACE } from "@getoperate/use-cases";
import type { Config } from "./config.ts";
import { deployExamples } from "./deploy-examples.ts";
import { greeting } from "./greeting.ts";
import { startInstance } from "./instance.ts";

/** Starts a server and prints where it is; at the first start it gets the examples. */
export async function startServer(config: Config, log: Log): Promise<AsyncDisposable> {
  const instance = await startInstance(config, log);
  const { url, firstToken } = instance;
  if (firstToken !== undefined) {
    await deployExamples({ url, workspace: FIRST_WORKSPACE, token: firstToken });
  }
  // An operator who gave the token knows it; it is printed for those who did not.
  const token = config.OPERATE_ADMIN_TOKEN === undefined ? firstToken : undefined;
  process.stdout.write(greeting({ url, workspace: FIRST_WORKSPACE, token }));
  return instance;
}
