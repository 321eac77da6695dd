import { reportedMax } from "./page-pattern";
import { capitalized } from "@/lib/kernel/capitalized";

/** Patterns of the pages of the console. */
export const pageNames = [
  "/account",
  "/account/appearance",
  "/account/data",
  "/account/notifications",
  "/account/policies",
  "/account/security",
  "/account/workspace",
  "/activity",
  "/credits",
  "/credits/billing-profile",
  "/credits/purchases/[id]",
  "/credits/statements/[id]",
  "/keys",
  "/keys/[id]",
  "/logs",
  "/notices",
  "/operator",
  "/operator/completions",
  "/operator/disclosures",
  "/operator/interface-events",
  "/operator/jobs",
  "/operator/ledger",
  "/operator/payments",
  "/operator/policies",
  "/operator/reconciliation",
  "/operator/requests",
  "/operator/requests/[id]",
  "/operator/webhooks",
  "/privacy",
] as const;

/** Names of the actions of the console's forms and buttons. */
export const actionNames = [
  "accept_policies",
  "acknowledge_data_request",
  "answer_data_request",
  "buy_credits",
  "cancel_two_factor",
  "change_key",
  "change_password",
  "change_privacy_setting",
  "check_data_request",
  "check_purchase",
  "choose_emails",
  "choose_events",
  "choose_formats",
  "choose_providers",
  "choose_retention",
  "choose_theme",
  "close_invoice",
  "close_payment",
  "confirm_two_factor",
  "correct_balance",
  "create_key",
  "delete_account",
  "delete_archive",
  "delete_events",
  "delete_key",
  "delete_stored_content",
  "delete_stored_days",
  "disable_or_enable_key",
  "dismiss_notice",
  "end_old_secret",
  "end_other_sessions",
  "end_session",
  "enter_data_request",
  "extend_data_request",
  "grant_credits",
  "lift_prohibition",
  "manage_payment_methods",
  "note_data_request",
  "publish_policies",
  "reconcile",
  "record_disclosure",
  "refund_payment",
  "refuse_data_request",
  "remove_card",
  "renew_recovery_codes",
  "request_archive",
  "resend_confirmation",
  "resume_auto_top_up",
  "retry_invoice",
  "retry_stripe_event",
  "rotate_key",
  "save_auto_top_up",
  "save_billing_profile",
  "save_guardrails",
  "save_low_balance_alert",
  "save_monthly_spend_alert",
  "save_profile",
  "save_workspace",
  "secure_account",
  "start_data_request",
  "start_two_factor",
  "switch_workspace",
  "turn_off_auto_top_up",
  "turn_off_two_factor",
  "verify_balance",
  "verify_ledger",
] as const;
export type ActionName = (typeof actionNames)[number];

/** Names of errors that a page shows. */
export const errorNames = ["page_failed"] as const;

/** One event: names of the lists above, and nothing else. */
export type InterfaceEvent =
  | { readonly kind: "page"; readonly name: string }
  | { readonly kind: "action"; readonly name: ActionName; readonly code: string | null }
  | { readonly kind: "error"; readonly name: string };

/** How long an event is kept. */
export const eventDays = 30;

/**
 * The known events of a report, "/keys" for an opened page and "!page_failed" for an error. Whatever is not on the lists is
 * dropped, so that nothing else can be stored. Actions are not reported: the server sees them itself.
 */
export function knownEvents(report: unknown): readonly InterfaceEvent[] {
  if (!Array.isArray(report)) return [];
  return report.slice(0, reportedMax).flatMap((name: unknown): InterfaceEvent[] => {
    if (typeof name !== "string") return [];
    if (pages.has(name)) return [{ kind: "page", name }];
    const error = name.startsWith("!") ? name.slice(1) : "";
    return errors.has(error) ? [{ kind: "error", name: error }] : [];
  });
}

const pages = new Set<string>(pageNames);
const errors = new Set<string>(errorNames);

/** A failure's code as it is stored: a word of ours, never a text. */
export function failureCode(code: string): string {
  return /^[a-z_]{1,64}$/.test(code) ? code : "other";
}

/** An event in words: "Opened /keys/[id]", "Create key (limit reached)". */
export function eventWords({
  kind,
  name,
  code,
}: {
  kind: string;
  name: string;
  code: string | null;
}): string {
  if (kind === "page") return `Opened ${name}`;
  const words = capitalized(name.replaceAll("_", " "));
  return code === null ? words : `${words} (${code.replaceAll("_", " ")})`;
}
