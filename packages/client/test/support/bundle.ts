import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** A program of the package's users as one minified module for browsers. */
export async function bundleForBrowsers(program: string): Promise<string> {
  await using bundle = await rolldown({
    input: "program.ts",
    platform: "browser",
    resolve: { conditionNames: ["@getoperate/source", "browser", "import"] },
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === "program.ts" ? `${PACKAGE}/program.ts` : undefined),
        load: (id) => (id === `${PACKAGE}/program.ts` ? program : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  return output[0].code;
}
