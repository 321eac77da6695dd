/**
 * What limits the mails of a kind to one address.
 *
 * - `form`: someone typed the address or pressed the button. The form allows five an hour and says so beyond that
 *   (`perEmail` and `perPerson` of the actions), so each mail is sent immediately.
 * - `security`: a change that its owner has to learn of immediately. Counted apart, so that no other mail delays it.
 * - `control`: a new management key, which controls all other keys. Counted apart, so that other keys never delay it.
 * - `notice`: a program or a repeated action can cause any number of them.
 *
 * Beyond their limit, mails of `security`, `control` and `notice` are combined in one mail (`queueMail`).
 */
export type MailLimit = "form" | BoundedLimit;
export type BoundedLimit = "security" | "control" | "notice";

const limits = {
  verify_address: "form",
  already_registered: "form",
  reset_password: "form",
  account_deleted: "form",
  password_changed: "security",
  management_key_created: "control",
  key_created: "notice",
  receipt: "notice",
} as const satisfies Readonly<Record<string, MailLimit>>;

export type MailKind = keyof typeof limits;

/** Mails of one limit that an address gets per hour before they are combined. */
export const singlesMax: Readonly<Record<BoundedLimit, number>> = { security: 5, control: 20, notice: 5 };

/** What the last one of them says, so that no one waits for single mails that don't come. */
export function lastSingleNote(limit: BoundedLimit): string {
  return `This is the last of ${singlesMax[limit]} single notifications within an hour. Further ones come together in one email, 15 minutes after the first of them.`;
}

export function limitOf(kind: MailKind): MailLimit {
  return limits[kind];
}

/** All kinds that count together. */
export function kindsOf(limit: MailLimit): readonly MailKind[] {
  return (Object.keys(limits) as MailKind[]).filter((kind) => limits[kind] === limit);
}
