// Every address of the world that these scripts run in leads to a server that answers, so what a
// script does not reach was refused. The same attempts from a runner with the host's network show
// that there was something to reach.
import { beforeAll, describe, expect, it } from "vitest";
import {
  OWN_ADDRESS,
  PUBLIC_ADDRESS,
  runInNetworkWorld,
  WORLD_MS,
  type WorldReport,
} from "../network-world.ts";

const get = (url: string) =>
  `return await (await fetch(${url}, { signal: AbortSignal.timeout(5000) })).text();`;
const over = (host: string) => get(`\`http://${host}:\${port}/\``);

/** The last datagram goes where it is answered, so it is known that those before it went nowhere. */
const datagram = (host: string) => `
  const { createSocket } = await import("node:dgram");
  const socket4 = createSocket("udp4");
  const answer = new Promise((resolve) => socket4.once("message", (text) => resolve(String(text))));
  const sent = await new Promise((resolve) =>
    socket4.send("to ${host}", port, "${host}", (error) => resolve(error?.code ?? "sent")));
  socket4.send("last", port, "${PUBLIC_ADDRESS}");
  const first = await answer;
  socket4.close();
  if (first === "last") { throw new Error(sent); }
  return first;`;

/** Where a script that runs with the host's network gets, and one with its own does not. */
const REFUSED: Readonly<Record<string, string>> = {
  "the API or the database on loopback": over("127.0.0.1"),
  "loopback by its name": over("localhost"),
  "loopback by another address": over("127.8.9.10"),
  "loopback as 0": over("0.0.0.0"),
  "loopback, short": over("127.1"),
  "loopback in decimal": over("2130706433"),
  "loopback in hex": over("0x7f000001"),
  "loopback in octal": over("0177.0.0.1"),
  "loopback by IPv6": over("[::1]"),
  "loopback, mapped": over("[::ffff:127.0.0.1]"),
  "a service over TCP": `
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.close();
    return "reached";`,
  "metadata of a cloud": over("169.254.169.254"),
  "metadata in decimal": over("2852039166"),
  "metadata in hex": over("0xA9FEA9FE"),
  "metadata in octal": over("0251.0376.0251.0376"),
  "metadata, mapped": over("[::ffff:169.254.169.254]"),
  "metadata, mapped in hex": over("[::ffff:a9fe:a9fe]"),
  "metadata through NAT64": over("[64:ff9b::a9fe:a9fe]"),
  "metadata through 6to4": over("[2002:a9fe:a9fe::1]"),
  "metadata by IPv6": over("[fd00:ec2::254]"),
  "metadata behind a redirection": get(
    `\`http://${PUBLIC_ADDRESS}:\${port}/?to=http://169.254.169.254:\${port}/\``,
  ),
  "metadata at a public-looking address": over("168.63.129.16"),
  "a private network of class A": over("10.1.2.3"),
  "a private network of class B": over("172.16.5.5"),
  "a private network of class C": over("192.168.7.7"),
  "a carrier's network": over("100.64.1.1"),
  "a network for benchmarks": over("198.18.0.1"),
  "a network of examples": over("203.0.113.10"),
  "a reserved network": over("240.0.0.1"),
  "a private network by IPv6": over("[fd12:3456::1]"),
  "a public address by IPv6": over("[2606:4700::1111]"),
  "an address of the host": over(OWN_ADDRESS),
  "an address of the host, mapped": over(`[::ffff:${OWN_ADDRESS}]`),
  "a name of an inner address": over("inside.test"),
  "the second address of a name that rebinds": `
    const first = await Deno.resolveDns("rebinding.test", "A");
    if (first[0] !== "${PUBLIC_ADDRESS}") { throw new Error("It was not asked first."); }
    ${over("rebinding.test")}`,
  "another resolver": `
    return (await Deno.resolveDns("some.test", "A", {
      nameServer: { ipAddr: "127.0.0.53", port: 53 },
    }))[0];`,
  "a datagram to loopback": datagram("127.0.0.2"),
  "a datagram to metadata": datagram("169.254.169.254"),
  "a datagram to a private network": datagram("10.1.2.3"),
};

/** What a network of a runner's own has, and the host's has not. */
const ALIASES: Readonly<Record<string, string>> = {
  "a neighbour by IPv6": over("[fe80::1]"),
  "the host's alias": over("198.19.255.2"),
  "the host's usual alias": over("10.0.2.2"),
  "the resolver's other ports": over("198.19.255.3"),
  everybody: `
    const { createSocket } = await import("node:dgram");
    const everybody = createSocket("udp4");
    await new Promise((resolve) => everybody.bind(0, resolve));
    everybody.setBroadcast(true);
    return await new Promise((resolve, reject) =>
      everybody.send("all", port, "255.255.255.255", (error) =>
        error ? reject(error) : resolve("sent")));`,
  "a group": `
    const { createSocket } = await import("node:dgram");
    const group = createSocket("udp4");
    return await new Promise((resolve, reject) =>
      group.send("group", port, "224.0.0.251", (error) => error ? reject(error) : resolve("sent")));`,
};

const OPEN: Readonly<Record<string, string>> = {
  "a public address": over(PUBLIC_ADDRESS),
  "a public address, mapped": over(`[::ffff:${PUBLIC_ADDRESS}]`),
  "a public name": over("public.test"),
  "a datagram": datagram(PUBLIC_ADDRESS),
  "its own loopback": `
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} },
      () => new Response("reached"));
    const answer = await (await fetch("http://127.0.0.1:" + server.addr.port)).text();
    await server.shutdown();
    return answer;`,
};

const NOT_REACHED = [
  ...["127.0.0.1", "0.0.0.1", "10.1.2.3", "100.64.1.1", "100.127.255.254", "169.254.169.254"],
  ...["172.16.0.1", "172.31.255.254", "192.0.0.192", "192.0.2.2", "192.88.99.1", "192.168.7.7"],
  ...["198.18.0.1", "198.19.255.2", "198.51.100.1", "203.0.113.10", "240.0.0.1", OWN_ADDRESS],
  ...["255.255.255.254", "168.63.129.16"],
];

// It is started before its network is connected, so it tries until the public address answers.
const PERL = `
  my $port = shift;
  my @addresses = qw(${NOT_REACHED.join(" ")});
  sub report { my ($name, $done) = @_; print "$name: ", ($done ? "done" : "$!"), "\\n"; }
  sub connected {
    my ($bound, @address) = @_;
    socket(my $s, 2, 1, 6) or return 0;
    if ($bound) { setsockopt($s, 1, 25, "tap0\\0") or return 0; }
    return connect($s, pack("S n C4 x8", 2, $port, @address));
  }
  until (connected(0, ${PUBLIC_ADDRESS.replaceAll(".", ", ")})) { select(undef, undef, undef, 0.02); }
  report("a raw socket", socket(my $raw, 2, 3, 255));
  report("a raw socket by IPv6", socket(my $raw6, 10, 3, 255));
  report("a socket of packets", socket(my $packets, 17, 3, 768));
  report("a ping", socket(my $ping, 2, 2, 1));
  report("the interface, outwards", connected(1, ${PUBLIC_ADDRESS.replaceAll(".", ", ")}));
  report("the interface, inwards", connected(1, 10, 1, 2, 3));
for my $address (@addresses) { report($address, connected(0, split(/\\./, $address))); }`;

const PUBLIC = { kind: "public", allow: [] } as const;

describe("the network of a script", () => {
  let onHost: WorldReport;
  let inside: WorldReport;
  beforeAll(async () => {
    [onHost, inside] = await Promise.all([
      runInNetworkWorld({ egress: { kind: "host" }, attempts: REFUSED }),
      runInNetworkWorld({ egress: PUBLIC, attempts: { ...REFUSED, ...ALIASES, ...OPEN } }),
    ]);
  }, WORLD_MS);

  it.each(Object.keys(REFUSED))("does not lead to %s", (name) => {
    expect(onHost.attempts[name]).toEqual({ reached: expect.anything() });
    expect(inside.attempts[name]).toEqual({ refused: expect.any(String) });
  });

  it.each(Object.keys(ALIASES))("does not lead to %s", (name) => {
    expect(inside.attempts[name]).toEqual({ refused: expect.any(String) });
  });

  it.each(Object.keys(OPEN))("leads to %s", (name) => {
    expect(inside.attempts[name]).toEqual({ reached: expect.anything() });
  });

  it("is refused by Deno too, where it can be known", () => {
    for (const name of ["metadata in hex", "a private network of class A", "a reserved network"]) {
      expect(inside.attempts[name]).toEqual({ refused: expect.stringContaining("NotCapable") });
    }
  });

  it("lets nothing arrive but at the public address, and the worker lives on", () => {
    const { seen, after, warnings } = inside;
    const fine = [`${PUBLIC_ADDRESS} `, "datagram last", `datagram to ${PUBLIC_ADDRESS}`, "name "];
    const others = seen.filter((entry) => !fine.some((start) => entry.startsWith(start)));
    expect(others).toEqual([]);
    expect([after, warnings]).toEqual(["alive", []]);
  });
});

describe("the network of a program without Deno around it", () => {
  it(
    "leads no further, by the interface itself neither",
    async () => {
      const { written } = await runInNetworkWorld({ egress: PUBLIC, attempts: {}, perl: PERL });
      expect(written).toEqual([
        "a raw socket: Operation not permitted",
        "a raw socket by IPv6: Operation not permitted",
        "a socket of packets: Address family not supported by protocol",
        "a ping: Permission denied",
        "the interface, outwards: done",
        "the interface, inwards: No route to host",
        ...NOT_REACHED.map((address) =>
          expect.stringMatching(`^${address}: (No route|Connection ref)`),
        ),
      ]);
    },
    WORLD_MS,
  );
});

describe("the network of a script, as an operator chooses it", () => {
  it(
    "leads to what is allowed beside public addresses, and to its ports alone",
    async () => {
      const { attempts } = await runInNetworkWorld({
        egress: {
          kind: "public",
          allow: [
            { network: "10.1.0.0/16" },
            { network: "192.168.7.7/32", ports: [1, 1] },
            { network: `${OWN_ADDRESS}/32`, ports: [1, 65_535] },
            { network: "127.0.0.1/32" },
          ],
        },
        attempts: {
          allowed: over("10.1.2.3"),
          "by its name": over("inside.test"),
          "own address": over(OWN_ADDRESS),
          "the host's loopback": over("198.19.255.2"),
          "another port": over("192.168.7.7"),
          "another network": over("10.2.2.3"),
          "a public address": over(PUBLIC_ADDRESS),
        },
      });
      const refused = { refused: expect.any(String) };
      const reached = { reached: "reached" };
      expect(attempts).toEqual({
        ...{ allowed: reached, "by its name": reached, "own address": reached },
        ...{ "the host's loopback": reached, "a public address": reached },
        ...{ "another port": refused, "another network": refused },
      });
    },
    WORLD_MS,
  );

  it.each([
    ["is none, if that is chosen", { egress: { kind: "none" } }, []],
    [
      "is none, if a program is missing, and the log says so",
      { egress: PUBLIC, spoil: { program: "slirp4netns", how: "missing" } },
      [expect.stringMatching(/^Scripts have no network.*install slirp4netns nftables/)],
    ],
    [
      "is none, if a program does not work, and the log says so",
      { egress: PUBLIC, spoil: { program: "nft", how: "failing" } },
      [expect.stringContaining("Scripts have no network")],
    ],
  ] as const)(
    "%s",
    async (_, request, warnings) => {
      const report = await runInNetworkWorld({
        ...request,
        attempts: { public: over(PUBLIC_ADDRESS), loopback: over("127.0.0.1") },
      });
      const refused = { refused: expect.any(String) };
      expect(report.attempts).toEqual({ public: refused, loopback: refused });
      expect([report.after, report.warnings, report.seen]).toEqual(["alive", warnings, []]);
    },
    WORLD_MS,
  );
});
