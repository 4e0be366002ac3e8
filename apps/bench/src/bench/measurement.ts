import type { Sample } from "./sample.ts";

/** One thing that is measured, as often as there are rounds. */
export interface Measurement {
  readonly name: string;
  /** Whether it is the product's, a limit that it is held against, or another product. */
  readonly side: "ours" | "limit" | "rival";
  /** Measures for about so long; takes what it needs once, at the first call. */
  round(seconds: number): Promise<Sample>;
}
