/** The part of the package that is used. Its own types, a separate package, are for everything that draws. */
declare module "qrcode" {
  /** Throws when the text is longer than fits. */
  export function create(
    text: string,
    options: { errorCorrectionLevel: "L" | "M" | "Q" | "H" },
  ): {
    /** One byte per square, row after row: 1 is dark. */
    readonly modules: { readonly size: number; readonly data: Uint8Array };
  };
}
