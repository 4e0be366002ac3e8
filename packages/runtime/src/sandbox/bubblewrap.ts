// Builds the command line that puts a runner into namespaces of its own: it sees the parts of the
// system that its program needs, read-only, small private folders in memory, and no process but
// itself; it has no capability and cannot get one. A network that reaches anything is made around
// it, by a process that the sandbox cannot see, in a user namespace that is not the sandbox's own.
import { join } from "node:path";
import type { RunnerLimits, RunnerPlace, RunnerProgram } from "../executor.ts";
import { isLoopbackRule } from "./egress-rule.ts";
import type { Bubblewrap } from "./find-bubblewrap.ts";
import type { Launch } from "./launch.ts";
import type { Network, PublicNetwork } from "./network.ts";
import { neverReached } from "./not-public.ts";
import { enterNetwork, RESOLVER_FD } from "./public-network.ts";
import { connectUserNetwork } from "./user-network.ts";

const FOLDERS = {
  programFolder: "/runner/files",
  workFolder: "/work",
  temporaryFolder: "/tmp",
  cacheFolder: "/runner/cache",
};

/** The descriptors of a launch that is tied by its sandbox. */
const INFO_FD = "4";
const FILTER_FD = "5";

/** Room in the private folders; they lie in the host's memory. */
const WORK_BYTES = 4 * 1024 * 1024;
const CACHE_BYTES = 16 * 1024 * 1024;
const TEMPORARY_BYTES = 256 * 1024 * 1024;

/** Nobody: a user that programs take for one without rights, whoever runs the server. */
const UNPRIVILEGED_ID = "65534";

const NAMESPACES = [
  "--unshare-user",
  "--unshare-pid",
  "--unshare-ipc",
  "--unshare-uts",
  "--unshare-cgroup-try",
  ...["--uid", UNPRIVILEGED_ID, "--gid", UNPRIVILEGED_ID, "--hostname", "runner"],
  ...["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
  ...["--info-fd", INFO_FD, "--seccomp", FILTER_FD],
];

/** What name lookups, certificates and time zones need. */
const SYSTEM_FILES = ["/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl/certs", "/etc/localtime"];

/** Where a runner learns whom to ask for names. */
const RESOLVER_FILE = "/etc/resolv.conf";

/** How to start a program's runner inside bubblewrap. */
export function launchInBubblewrap(
  { path, filter }: Bubblewrap,
  program: RunnerProgram,
  { memoryMib, network }: { readonly memoryMib: number; readonly network: Network },
): Launch {
  const place: RunnerPlace = { ...FOLDERS, executable: program.innerExecutable };
  const limits = { memoryMib, network: network.kind !== "none", ...refusedBy(network) };
  const command = [path, ...optionsFor(network), ...argumentsFor(program, place, limits)];
  const [entered = path, ...args] =
    network.kind === "public" ? enterNetwork(network, command) : command;
  const connect = network.kind === "public" && { connect: connecting(network) };
  return {
    command: entered,
    args,
    env: {},
    jobEnv: {},
    workFolder: place.workFolder,
    dataMib: program.dataMib(memoryMib),
    addressMib: program.addressMib?.(memoryMib),
    tie: { kind: "sandbox", filter, ...connect },
    dispose: () => Promise.resolve(),
  };
}

function connecting({ slirp4netns, allow }: PublicNetwork) {
  const options = { slirp4netns, hostLoopback: allow.some(isLoopbackRule) };
  return (pid: number) => connectUserNetwork(options, pid);
}

function refusedBy(network: Network) {
  return network.kind === "public" ? { refused: neverReached(network.allow) } : {};
}

function optionsFor(network: Network): string[] {
  switch (network.kind) {
    case "none":
      return ["--unshare-net"];
    case "public":
      return ["--ro-bind-data", RESOLVER_FD, RESOLVER_FILE];
    case "host":
      return ["--ro-bind-try", RESOLVER_FILE, RESOLVER_FILE];
  }
}

function argumentsFor(program: RunnerProgram, place: RunnerPlace, limits: RunnerLimits): string[] {
  return [
    ...NAMESPACES,
    ...readOnly(program),
    ...["--dev", "/dev", "--remount-ro", "/dev"],
    ...privateFolder(place.workFolder, WORK_BYTES),
    ...privateFolder(place.cacheFolder, CACHE_BYTES),
    ...privateFolder(place.temporaryFolder, TEMPORARY_BYTES),
    // Programs look up their own path; nothing else of /proc is there.
    ...["--dir", "/proc/self", "--symlink", place.executable, "/proc/self/exe"],
    ...Object.entries(program.environment(place)).flatMap(([k, v]) => ["--setenv", k, v]),
    ...["--remount-ro", "/", "--chdir", place.workFolder, "--", place.executable],
    ...program.arguments(place, limits),
  ];
}

function readOnly(program: RunnerProgram): string[] {
  const files = program.files.map((file) => [
    join(program.filesFolder, file),
    join(FOLDERS.programFolder, file),
  ]);
  const system = [...program.systemFolders, ...SYSTEM_FILES].map((path) => [path, path]);
  return [
    ...system.flatMap(([from = "", to = ""]) => ["--ro-bind-try", from, to]),
    ...[[program.executable, program.innerExecutable], ...files].flatMap(([from = "", to = ""]) => [
      "--ro-bind",
      from,
      to,
    ]),
  ];
}

function privateFolder(path: string, bytes: number): string[] {
  return ["--perms", "0700", "--size", String(bytes), "--tmpfs", path];
}
