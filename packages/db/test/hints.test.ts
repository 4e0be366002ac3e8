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
      one.send("test", "from one");
      await expect.poll(() => heard).toEqual(["other from one"]);
      other.send("test", "from other");
      await expect.poll(() => heard).toEqual(["other from one", "one from other"]);
    });
  });
});
