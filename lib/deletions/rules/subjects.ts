/** What the counts of a deletion belong to. */
export type RemovalStep = "access" | "personal" | "activity";

/** One table, and how many of its rows were removed. Numbers only. */
export type Removal = { readonly step: RemovalStep; readonly subject: Subject; readonly rows: number };

/**
 * What people read for a table of which a deletion removes or overwrites rows. In words of the console, in the order in
 * which the page lists them.
 */
const subjectNames = {
  sessions: "Sessions",
  two_factor_secrets: "Two-factor authentication",
  recovery_codes: "Recovery codes",
  api_keys: "API keys",
  key_secrets: "Secrets of keys",
  email_tokens: "Links in emails",
  archives: "Archives",
  archive_parts: "Parts of archive files",
  saved_cards: "Saved cards",
  auto_top_ups: "Auto top-up",
  outbox_mails: "Waiting and sent emails",
  members: "Memberships",
  users: "Name, address, organization, and password",
  workspaces: "Name and time zone of the workspace",
  security_events: "Security log",
  interface_events: "Interface events",
  policy_acceptances: "Accepted policies",
  alert_mutes: "Email choices",
  alert_dismissals: "Dismissed notices",
  privacy_settings: "Privacy settings",
  billing_profiles: "Billing profile",
  purchases: "References and links of purchases",
  data_requests: "Words of data requests",
  disclosure_workspaces: "Ties to legal disclosures",
  unmatched_payments: "Notes about payments",
  audit_keys: "Key to names in the audit log",
  prompt_logs: "Stored content",
  lost_contents: "Marks of lost content",
  generations: "Requests",
  apps: "Apps",
  usage_dimension_days: "Sums by app and end user",
  usage_quarter_hours: "Sums by quarter-hour",
  usage_histograms: "Latency",
  logging_discounts: "Sum of the logging discount",
  series_ranks: "Colors of charts",
  reporting_zones: "Time zones of charts",
  free_request_counts: "Counts of free requests",
  alerts: "Alerts",
  alert_settings: "Alert settings",
  key_limit_alerts: "Marks of key limits",
  key_rejections: "Counts of rejected requests",
} as const;

export type Subject = keyof typeof subjectNames;

/** Tables whose names begin with one of these words, unknown to this version, are shown by name. */
export function subjectName(subject: string): string {
  return new Map<string, string>(Object.entries(subjectNames)).get(subject) ?? subject;
}

/** Position in the list above; unknown ones come last. */
export function subjectOrder(subject: string): number {
  const index = Object.keys(subjectNames).indexOf(subject);
  return index < 0 ? Number.MAX_SAFE_INTEGER : index;
}
