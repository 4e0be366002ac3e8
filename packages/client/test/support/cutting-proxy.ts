import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands before a server and can break all connections through it. */
export interface CuttingProxy extends AsyncDisposable {
  readonly url: string;
  /** How many connections there were. */
  readonly connections: number;
  /** Breaks what is open; new ones may come. */
  cut(): void;
}

export async function cuttingProxy(serverUrl: string): Promise<CuttingProxy> {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const open = new Set<Socket>();
  let connections = 0;
  const proxy = createServer((socket) => {
    connections += 1;
    const server = connect(Number(serverPort), hostname);
    for (const end of [socket, server]) {
      open.add(end);
      end.on("error", () => undefined);
      end.on("close", () => open.delete(end));
    }
    socket.pipe(server).pipe(socket);
  });
  const cut = () => {
    for (const end of open) {
      end.destroy();
    }
  };
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
