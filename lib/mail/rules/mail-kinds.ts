/**
 * What limits the mails of a kind to one address.
 *
 * - `form`: someone typed the address or pressed the button. The form allows five an hour and says so beyond that
 *   (`perEmail` and `perPerson` of the actions), so each mail is sent immediately.
 * - `security`: a change that its owner has to learn of immediately. Counted apart, so that no other mail delays it.
 * - `notice`: a program or a repeated action can cause any number of them.
 *
 * Beyond their limit, mails of `security` and `notice` are combined in one mail (`queueMail`).
 */
export type MailLimit = "form" | "security" | "notice";

const limits = {
  verify_address: "form",
  already_registered: "form",
  reset_password: "form",
  account_deleted: "form",
  password_changed: "security",
  key_created: "notice",
  receipt: "notice",
} as const satisfies Readonly<Record<string, MailLimit>>;

export type MailKind = keyof typeof limits;

/** Mails of one limit that an address gets per hour before they are combined. */
export const singlesMax = 5;

export function limitOf(kind: MailKind): MailLimit {
  return limits[kind];
}

/** All kinds that count together. */
export function kindsOf(limit: MailLimit): readonly MailKind[] {
  return (Object.keys(limits) as MailKind[]).filter((kind) => limits[kind] === limit);
}
