import { onEachPostgres, testDatabase } from "@getoperate/testing/postgres";
import { describe, expect, it } from "vitest";
import { connect } from "../src/connect.ts";
import { Hints } from "../src/hints.ts";

describe("Hints", () => {
  onEachPostgres((version) => {
    it("tells other processes and not the one that sends", async () => {
      await using database = await testDatabase({ version });
      await using db = connect(
        { connectionString: database.connectionString },
        { applicationName: "hints test", maxConnections: 1, onIdleError: () => undefined },
      );
      const heard: string[] = [];
      const hintsOf = async (name: string) => {
        const hints = new Hints(db);
        await hints.start({ test: (payload) => void heard.push(`${name} ${payload}`) });
        return hints;
      };
      await using one = await hintsOf("one");
      await using other = await hintsOf("other");
      await untilHeard(heard, "other from one", () => one.send("test", "from one"));
      await untilHeard(heard, "one from other", () => other.send("test", "from other"));
      expect(new Set(heard)).toEqual(new Set(["other from one", "one from other"]));
    });

    it("sends nothing while nobody else listens", async () => {
      await using database = await testDatabase({ version });
      await using db = connect(
        { connectionString: database.connectionString },
        { applicationName: "hints test", maxConnections: 1, onIdleError: () => undefined },
      );
      const heard: string[] = [];
      const listener = await db.dedicatedClient();
      listener.on("notification", ({ payload = "" }) => void heard.push(payload));
      await listener.query("listen test");
      await using hints = new Hints(db);
      await hints.start({});
      hints.send("test", "to nobody");
      await listener.query("notify getoperate_peers, 'hello somebody'");
      await untilHeard(heard, "to somebody", () => hints.send("test", "to somebody"));
      await listener.end();
      expect(new Set(heard)).toEqual(new Set(["to somebody"]));
    });
  });
});

/** Says it again and again: the first times nobody may be known yet. */
async function untilHeard(heard: readonly string[], text: string, say: () => void): Promise<void> {
  await expect
    .poll(() => {
      say();
      return heard;
    })
    .toContain(text);
}
