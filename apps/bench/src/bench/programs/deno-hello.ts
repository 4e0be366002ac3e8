// Run by Deno: the least that shows that it runs.
import { stdout } from "node:process";

stdout.write("hello\n");
