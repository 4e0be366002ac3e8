// A network in user space, by slirp4netns: what leaves a namespace by its interface is done again
// with sockets on the host, so it takes no rights there. It knows IPv4 alone.
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { onlyDescriptors } from "../process/descriptors.ts";

/** Neither used on the internet nor, as a rule, inside of an organisation. */
const NETWORK = "198.19.255.0/24";
/** Leads to the host's loopback, if that was asked for. */
export const HOST_ALIAS = "198.19.255.2";
/** Answers for names as the host's resolver does. */
export const RESOLVER = "198.19.255.3";

const MAX_MESSAGE_CHARACTERS = 500;

export interface UserNetworkOptions {
  readonly slirp4netns: string;
  /** Whether the host's loopback is reached under its alias. */
  readonly hostLoopback: boolean;
}

export interface UserNetwork {
  /** Resolves once packets pass; rejects with NetworkError when it ended before that. */
  readonly ready: Promise<void>;
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** There is no network for a runner. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/**
 * Connects the network namespace of a process.
 *
 * It ends with this process, because then its third descriptor closes.
 */
export function connectUserNetwork(
  { slirp4netns, hostLoopback }: UserNetworkOptions,
  pid: number,
): UserNetwork {
  const loopback = hostLoopback ? [] : ["--disable-host-loopback"];
  const child = spawn(slirp4netns, [...OPTIONS, ...loopback, String(pid), "tap0"], {
    stdio: onlyDescriptors(["ignore", "ignore", "pipe", "pipe", "pipe"]),
    detached: true,
    cwd: "/",
    env: {},
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  let written = "";
  const end = (fault: string) => {
    ready.reject(new NetworkError(`${fault}: ${written.trim()}`));
    ended.resolve();
  };
  child.once("error", ({ message }) => end(message));
  child.once("close", () => end("slirp4netns ended"));
  const [, , errors, , news] = (child.stdio ?? []) as ReadonlyArray<Readable | null | undefined>;
  errors?.on("data", (text: Buffer) => {
    written = (written + text).slice(-MAX_MESSAGE_CHARACTERS);
  });
  news?.once("data", () => ready.resolve());
  return {
    ready: ready.promise,
    ended: ended.promise,
    end: () => {
      child.kill("SIGKILL");
    },
  };
}

const OPTIONS = [
  ...["--configure", "--mtu=1500", `--cidr=${NETWORK}`],
  ...["--enable-sandbox", "--enable-seccomp", "--exit-fd=3", "--ready-fd=4"],
];
