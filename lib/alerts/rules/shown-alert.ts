import type { Formats } from "@/lib/kernel/format";
import type { AlertFact } from "./alert-fact";

/** An alert with the names that its text needs. */
export type ShownAlert = {
  readonly fact: AlertFact;
  /** The key, the purchase, or the workspace. */
  readonly subjectId: string;
  /** Of the key, if the alert is about one. */
  readonly keyName: string | null;
};

export type AlertText = {
  /** The fact in one line: "Balance below $5.00: $4.82 left". */
  readonly title: string;
  /** What it means and what can be done. */
  readonly sentence: string;
  /** The page where that is done. */
  readonly action: { readonly label: string; readonly href: string };
};

export type TextFormats = Pick<Formats, "dollars" | "day">;
