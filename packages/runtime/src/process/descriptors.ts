import type { StdioOptions } from "node:child_process";
import { openSync } from "node:fs";
import { inheritedDescriptors } from "./inherited-descriptors.ts";

type Descriptor = "ignore" | "pipe" | number;

let inherited: readonly number[] | undefined;
let nothing: number | undefined;

/** The descriptors of a child: these, and nothing of what this process itself was left with. */
export function onlyDescriptors(own: readonly Descriptor[]): StdioOptions {
  const stdio = [...own];
  inherited ??= inheritedDescriptors();
  for (const fd of inherited.filter((descriptor) => descriptor >= own.length)) {
    while (stdio.length < fd) {
      stdio.push("ignore");
    }
    nothing ??= openSync("/dev/null", "r+");
    stdio[fd] = nothing;
  }
  return stdio;
}
