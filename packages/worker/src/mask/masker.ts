// Takes the secrets that one job got out of what it puts out, before anything of that leaves the
// worker. It is a net for accidents: a script that wants to tell a secret can write it backwards.
import { replaceStrings } from "@getoperate/contract";
import { formsOf } from "./forms-of.ts";

const MASK = "***";

/** The secrets of one job. */
export class Masker {
  /** Longest first, so that of two that begin alike the longer is found. */
  #forms: readonly string[] = [];
  #pattern: RegExp | undefined;
  /** Those that may be a number in JSON, or a part of one. */
  #digits: readonly string[] = [];
  #firsts: ReadonlySet<string> = new Set();
  /** The end of the log so far, in case that a secret goes on behind it. */
  #held = "";

  add(secrets: readonly string[]): void {
    const forms = new Set([...this.#forms, ...secrets.flatMap(formsOf)]);
    this.#forms = [...forms].sort((a, b) => b.length - a.length);
    this.#firsts = new Set(this.#forms.map((form) => form.charAt(0)));
    this.#digits = this.#forms.filter((form) => /^[-+.\deE]+$/.test(form));
    this.#pattern =
      this.#forms.length === 0
        ? undefined
        : new RegExp(this.#forms.map((form) => inPattern(form)).join("|"), "g");
  }

  /** Takes a piece of the log; hands out what can be told by now. */
  log(text: string): string {
    if (this.#pattern === undefined) {
      return text;
    }
    const all = this.#held + text;
    const end = this.#safeEnd(all, this.#pattern);
    this.#held = all.slice(end);
    return this.#mask(all.slice(0, end));
  }

  /** Hands out what is left of the log. */
  end(): string {
    const rest = this.#mask(this.#held);
    this.#held = "";
    return rest;
  }

  /** Masks in strings and numbers, so that JSON stays JSON. */
  json(json: string): string {
    if (this.#pattern === undefined) {
      return json;
    }
    return replaceStrings(
      json,
      (string) => this.#string(string),
      (between) => this.#numbers(between),
    );
  }

  #mask(text: string): string {
    return this.#pattern === undefined ? text : text.replaceAll(this.#pattern, MASK);
  }

  /** Where a secret may begin whose end is not there yet; a secret that is there is not cut. */
  #safeEnd(text: string, pattern: RegExp): number {
    let end = this.#startOfBegun(text);
    for (const { index, 0: found } of text.matchAll(pattern)) {
      if (index >= end) {
        break;
      }
      end = Math.max(end, index + found.length);
    }
    return end;
  }

  #startOfBegun(text: string): number {
    const longest = this.#forms[0]?.length ?? 0;
    for (let at = Math.max(0, text.length - longest + 1); at < text.length; at += 1) {
      const rest = text.slice(at);
      if (!this.#firsts.has(rest.charAt(0))) {
        continue;
      }
      if (this.#forms.some((form) => form.length > rest.length && form.startsWith(rest))) {
        return at;
      }
    }
    return text.length;
  }

  /** Looks behind escapes too: not everybody escapes the same. */
  #string(string: string): string | undefined {
    const plain = string.includes("\\") ? String(JSON.parse(string)) : string.slice(1, -1);
    const masked = this.#mask(plain);
    return masked === plain ? undefined : JSON.stringify(masked);
  }

  #numbers(between: string): string {
    if (this.#digits.length === 0) {
      return between;
    }
    return between.replaceAll(/-?\d[-+.\deE]*/g, (number) =>
      this.#digits.some((form) => number.includes(form)) ? `"${MASK}"` : number,
    );
  }
}

/** A pattern that finds this very text. */
function inPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
