import type { RunnerLimits, RunnerPlace } from "../executor.ts";

/**
 * Deno's own permissions: the second wall, behind the sandbox around the whole process.
 *
 * The network is open, but for what the sandbox refuses too, and the environment holds nothing but the job's;
 * files only in the private folders; no other programs, no native code, no facts about the host. The source is written by the
 * wrapper, which then gives up its right to write to the work folder.
 */
export function denoPermissions(
  { workFolder, temporaryFolder }: RunnerPlace,
  { network, refused = [] }: Pick<RunnerLimits, "network" | "refused">,
): string[] {
  return [
    "--no-prompt",
    `--allow-read=${workFolder},${temporaryFolder}`,
    `--allow-write=${workFolder},${temporaryFolder}`,
    ...(network ? ["--allow-net"] : ["--deny-net"]),
    ...(network && refused.length > 0 ? [`--deny-net=${refused.join(",")}`] : []),
    "--allow-env",
    "--deny-run",
    "--deny-ffi",
    "--deny-import",
    // Names that programs commonly ask for and that a sandbox has values of its own for.
    "--allow-sys=hostname,osRelease,osUptime,cpus,uid,gid",
  ];
}
