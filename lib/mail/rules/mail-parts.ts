/** One row of the table in a mail. Values may contain names chosen by users. */
export type Fact = {
  readonly label: string;
  readonly value: string;
  /** `total` has the double rule of an account book below it; `code` is for ids and keys. */
  readonly show?: "total" | "code";
};

export type Link = { readonly label: string; readonly url: string };

/** A link of a combined mail, and the label of an earlier link that it makes superfluous. */
export type SummaryLink = Link & { readonly replaces?: string };

/** What a mail says. Both parts are rendered from it, so that neither can have something that the other lacks. */
export type MailParts = {
  readonly subject: string;
  /** Name of the product. */
  readonly from: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly facts?: readonly Fact[];
  /** A list of events, each in one line already: its time, two spaces, and what happened. */
  readonly lines?: readonly string[];
  /** About the lines that are left out. */
  readonly afterLines?: string;
  /** The one thing to do. */
  readonly button?: Link;
  readonly links?: readonly Link[];
  /** The last sentence: what to do if the user did not request this. */
  readonly closing?: string;
  /** About this mail and those that follow it. */
  readonly note?: string;
  /** Why its recipient gets it: "it concerns your account" unless said. */
  readonly because?: string;
  /** A record to keep, such as a receipt, has the perforated edge. */
  readonly isRecord?: boolean;
};
