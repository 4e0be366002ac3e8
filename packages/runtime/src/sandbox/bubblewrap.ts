// Builds the command line that puts a runner into namespaces of its own: it sees the parts of the
// system that its program needs, read-only, small private folders in memory, and no process but
// itself; it has no capability and cannot get one. The network is the host's, or none.
import { join } from "node:path";
import type { RunnerPlace, RunnerProgram } from "../executor.ts";
import type { Bubblewrap } from "./find-bubblewrap.ts";
import type { Launch } from "./launch.ts";

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
const NETWORK_FILES = [
  "/etc/resolv.conf",
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/ssl/certs",
  "/etc/localtime",
];

/** How to start a program's runner inside bubblewrap. */
export function launchInBubblewrap(
  { path, filter }: Bubblewrap,
  program: RunnerProgram,
  memoryMib: number,
): Launch {
  const place: RunnerPlace = { ...FOLDERS, executable: program.innerExecutable };
  return {
    command: path,
    args: [
      ...NAMESPACES,
      ...(program.network === "none" ? ["--unshare-net"] : []),
      ...readOnly(program),
      ...["--dev", "/dev", "--remount-ro", "/dev"],
      ...privateFolder(place.workFolder, WORK_BYTES),
      ...privateFolder(place.cacheFolder, CACHE_BYTES),
      ...privateFolder(place.temporaryFolder, TEMPORARY_BYTES),
      // Programs look up their own path; nothing else of /proc is there.
      ...["--dir", "/proc/self", "--symlink", place.executable, "/proc/self/exe"],
      ...Object.entries(program.environment(place)).flatMap(([k, v]) => ["--setenv", k, v]),
      ...["--remount-ro", "/", "--chdir", place.workFolder, "--", place.executable],
      ...program.arguments(place, memoryMib),
    ],
    env: {},
    jobEnv: {},
    workFolder: place.workFolder,
    dataMib: program.dataMib(memoryMib),
    addressMib: program.addressMib?.(memoryMib),
    tie: { kind: "sandbox", filter },
    dispose: () => Promise.resolve(),
  };
}

function readOnly(program: RunnerProgram): string[] {
  const files = program.files.map((file) => [
    join(program.filesFolder, file),
    join(FOLDERS.programFolder, file),
  ]);
  const system = [...program.systemFolders, ...NETWORK_FILES].map((path) => [path, path]);
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
