/** The tables of each module. Its owner alone reads and writes a table, but for what is listed below. */
export const ownTables: Readonly<Record<string, readonly string[]>> = {
  accounts: ["users", "sessions", "email_tokens", "security_events", "signup_grants"],
  activity: [
    "generations",
    "usage_days",
    "usage_dimension_days",
    "usage_quarters",
    "usage_histograms",
    "usage_deltas",
    "reporting_zones",
    "ranking_days",
  ],
  audit: ["audit_events"],
  billing: ["stripe_customers", "purchases", "purchase_disputes", "stripe_events"],
  catalog: ["price_lists"],
  gateway: ["apps", "free_request_counts"],
  http: ["rate_limits"],
  keys: ["api_keys", "key_secrets"],
  ledger: [
    "ledger_accounts",
    "transfers",
    "wallets",
    "meters",
    "processes",
    "holds",
    "unaccounted_completions",
    "ledger_seals",
    "ledger_verifications",
  ],
  mail: ["outbox_mails"],
  privacy: ["privacy_settings", "prompt_logs", "lost_contents", "purge_receipts"],
  workspaces: ["workspaces", "members"],
};

type Permissions = Readonly<Record<string, readonly string[]>>;

/**
 * Tables of others that a module reads in a statement of its own, because a join or a transaction needs them there. A new
 * entry is a decision: first ask whether a verb of the owner would do.
 */
export const mayRead: Permissions = {
  accounts: ["api_keys", "members", "workspaces"],
  // Names beside ids; the retention that bounds every read; the seed.
  activity: [
    "api_keys",
    "apps",
    "ledger_accounts",
    "members",
    "privacy_settings",
    "transfers",
    "users",
    "wallets",
    "workspaces",
  ],
  // Which of the erased accounts are there again.
  backup: ["users"],
  billing: ["users"],
  health: ["holds", "outbox_mails", "processes", "purchases"],
  // Authentication reads all that a request depends on in one statement.
  keys: ["members", "meters", "outbox_mails", "privacy_settings", "users", "wallets", "workspaces"],
  // The ledger's check holds what was debited against what was recorded.
  ledger: ["generations", "usage_days", "usage_deltas", "workspaces"],
  operator: ["members", "stripe_events", "users", "wallets", "workspaces"],
  // Erasing and purging.
  privacy: ["free_request_counts", "generations", "usage_quarters", "workspaces"],
  server: ["members", "users", "workspaces"],
  workspaces: ["api_keys", "privacy_settings", "usage_days", "users", "wallets"],
};

/** Tables of others that a module writes in a statement of its own. */
export const mayWrite: Permissions = {
  // An account is deleted with all that is its own, in one transaction.
  accounts: ["api_keys", "key_secrets", "members", "outbox_mails", "privacy_settings", "workspaces"],
  // Receipts of rows that expired; all others are for the seed.
  activity: [
    "api_keys",
    "apps",
    "ledger_accounts",
    "meters",
    "purge_receipts",
    "transfers",
    "wallets",
    "workspaces",
  ],
  // What ran when the backup was made does not run here.
  backup: ["processes"],
  // A key's limit moves in the transaction of the key; mails about keys that wait are told together.
  keys: ["meters", "outbox_mails"],
  // Erasing and purging.
  privacy: [
    "api_keys",
    "apps",
    "free_request_counts",
    "generations",
    "rate_limits",
    "usage_dimension_days",
    "usage_quarters",
    "workspaces",
  ],
};
