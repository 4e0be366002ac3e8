/** What this package uses of the web platform, in the shapes it uses. */
interface WebPlatform {
  readonly TextDecoder: new (
    label: "utf-8",
    options: { readonly fatal: true; readonly ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string };
  readonly URLSearchParams: new (text: string) => Iterable<readonly [string, string]>;
  readonly atob: (base64: string) => string;
  readonly btoa: (binary: string) => string;
}

/**
 * Names the four globals without the types of a browser or of Node, so that nothing else of either
 * can slip in. Guarantee: every runtime with `fetch` has them with these shapes.
 */
function webPlatform(): WebPlatform {
  return globalThis as unknown as WebPlatform;
}

export const { TextDecoder, URLSearchParams, atob, btoa } = webPlatform();
