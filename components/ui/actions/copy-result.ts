/** What became of copying. */
export type CopyResult = "none" | "copied" | "failed";

/** How long a success is shown. */
export const copiedMs = 2_000;

/** What the status beside a copy button says, and how. */
export const copyMessages: Readonly<
  Record<CopyResult, { readonly text: string; readonly className: string }>
> = {
  none: { text: "", className: "sr-only" },
  copied: { text: "Copied", className: "sr-only" },
  failed: { text: "Couldn't copy. Select the text and copy it manually.", className: "text-sm text-danger" },
};
