import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { promisify } from "node:util";

/** An address that speaks TLS in front of a server, with a certificate of its own authority. */
export interface TlsFront extends AsyncDisposable {
  /** `https://localhost:port`. */
  readonly url: string;
  /** The certificate, for who is to trust it (`NODE_EXTRA_CA_CERTS`). */
  readonly certificateFile: string;
  /** Breaks every connection. */
  cut(): void;
  /** Passes new connections on to another server. */
  leadTo(url: string): void;
}

/** Starts a front of a server that speaks plain HTTP. */
export async function tlsFront(serverUrl: string): Promise<TlsFront> {
  const folder = await mkdtemp(join(tmpdir(), "operate-tls-"));
  const keyFile = join(folder, "key.pem");
  const certificateFile = join(folder, "certificate.pem");
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ...["-keyout", keyFile, "-out", certificateFile],
  ]);
  const [key, cert] = await Promise.all([readFile(keyFile), readFile(certificateFile)]);
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert }, (outer) => {
    const inner = connect(Number(target.port), target.hostname);
    for (const socket of [outer, inner]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    outer.pipe(inner).pipe(outer);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const cut = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return {
    url: `https://localhost:${port}`,
    certificateFile,
    cut,
    leadTo(url) {
      target = new URL(url);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      cut();
      await rm(folder, { recursive: true });
    },
  };
}
