import { describe, expect, it } from "vitest";
import { z } from "zod";
import { settingsPage } from "./settings-page.ts";

describe("settingsPage", () => {
  it("shows each setting with its default as the environment would have it", () => {
    const page = settingsPage(
      z.object({
        PORT: z.string().transform(Number).default(8000).describe("Port"),
        NEWS: z.boolean().default(true).describe("News"),
        NAMES: z.array(z.string()).default(["a", "b"]).describe("Names"),
        URL: z.string().optional().describe("Address"),
      }),
    );
    expect(page).toContain("| `PORT` | `8000` | Port |");
    expect(page).toContain("| `NEWS` | `on` | News |");
    expect(page).toContain("| `NAMES` | `a,b` | Names |");
    expect(page).toContain("| `URL` | – | Address |");
  });

  it("refuses a setting that nobody described", () => {
    const undescribed = z.object({ PORT: z.string().optional() });
    expect(() => settingsPage(undescribed)).toThrow("The setting PORT has no description.");
  });
});
