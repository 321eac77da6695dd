/**
 * What limits the mails of a kind to one address.
 *
 * - `form`: someone typed the address or pressed the button. The form allows five an hour and says so beyond that
 *   (`perEmail` and `perPerson` of the actions), so each mail is sent immediately. Securing an account is not repeated
 *   without the link in its mail, and no number of other mails may delay that link. A data request takes each of its
 *   steps once, by an operator, and each of its mails has the link to it.
 *   Changes of policies are announced once to each account, and have to be found as a mail of their own.
 * - `security`: something that its owner has to learn of immediately: a changed password, spend that
 *   no one expects, requests that will soon stop. Counted apart, so that no other mail delays it.
 * - `control`: a new management key, or a new secret of one: it controls all other keys. Counted apart, so that other keys
 *   never delay it.
 * - `operator`: trouble of the installation. Its senders limit it too; counted apart, so that no notice delays it.
 * - `notice`: a program or a repeated action can cause any number of them.
 *
 * Beyond their limit, mails of `security`, `control`, `operator` and `notice` are combined in one mail (`queueMail`).
 */
export type MailLimit = "form" | BoundedLimit;
export type BoundedLimit = "security" | "control" | "operator" | "notice";

const limits = {
  verify_address: "form",
  already_registered: "form",
  reset_password: "form",
  account_deleted: "form",
  account_secured: "form",
  policy_changed: "form",
  archive_ready: "security",
  data_request_confirm: "form",
  data_request_step: "form",
  data_requests_due: "operator",
  disclosure: "security",
  password_changed: "security",
  new_sign_in: "security",
  two_factor_changed: "security",
  wrong_code: "security",
  member_secured: "security",
  management_key_created: "control",
  management_key_rotated: "control",
  key_created: "notice",
  key_rotated: "notice",
  receipt: "notice",
  credits_expiring: "notice",
  auto_top_up_paused: "security",
  reconciliation_drift: "operator",
  stripe_events_failing: "operator",
  low_balance: "notice",
  monthly_spend: "notice",
  key_limit: "notice",
  unusual_spend: "security",
  key_rejected: "security",
  payment_failed: "notice",
  refund: "notice",
  dispute: "notice",
} as const satisfies Readonly<Record<string, MailLimit>>;

export type MailKind = keyof typeof limits;

/** Mails of one limit that an address gets per hour before they are combined. */
export const singlesMax: Readonly<Record<BoundedLimit, number>> = {
  security: 5,
  control: 20,
  operator: 5,
  notice: 5,
};

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
