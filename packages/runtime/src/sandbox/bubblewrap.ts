// Builds the command line that puts a runner into namespaces of its own: it sees the parts of the
// system that its program needs, read-only, small private folders in memory, and no process but
// itself; it has no capability and cannot get one. The network stays the host's.
import { join } from "node:path";
import type { RunnerPlace, RunnerProgram } from "../executor.ts";
import type { Bubblewrap } from "./find-bubblewrap.ts";
import type { Launch } from "./launch.ts";

const PLACE: RunnerPlace = {
  executable: "/runner/program",
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
  return {
    command: path,
    args: [
      ...NAMESPACES,
      ...readOnly(program),
      ...["--dev", "/dev", "--remount-ro", "/dev"],
      ...privateFolder(PLACE.workFolder, WORK_BYTES),
      ...privateFolder(PLACE.cacheFolder, CACHE_BYTES),
      ...privateFolder(PLACE.temporaryFolder, TEMPORARY_BYTES),
      // Programs look up their own path; nothing else of /proc is there.
      ...["--dir", "/proc/self", "--symlink", PLACE.executable, "/proc/self/exe"],
      ...Object.entries(program.environment(PLACE)).flatMap(([k, v]) => ["--setenv", k, v]),
      ...["--remount-ro", "/", "--chdir", PLACE.workFolder, "--", PLACE.executable],
      ...program.arguments(PLACE, memoryMib),
    ],
    env: {},
    jobEnv: {},
    workFolder: PLACE.workFolder,
    dataMib: program.dataMib(memoryMib),
    tie: { kind: "sandbox", filter },
    dispose: () => Promise.resolve(),
  };
}

function readOnly(program: RunnerProgram): string[] {
  const files = program.files.map((file) => [
    join(program.filesFolder, file),
    join(PLACE.programFolder, file),
  ]);
  const system = [...program.systemFolders, ...NETWORK_FILES].map((path) => [path, path]);
  return [
    ...system.flatMap(([from = "", to = ""]) => ["--ro-bind-try", from, to]),
    ...[[program.executable, PLACE.executable], ...files].flatMap(([from = "", to = ""]) => [
      "--ro-bind",
      from,
      to,
    ]),
  ];
}

function privateFolder(path: string, bytes: number): string[] {
  return ["--perms", "0700", "--size", String(bytes), "--tmpfs", path];
}
