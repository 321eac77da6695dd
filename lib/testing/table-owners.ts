/** The tables of each module. Only its owner reads and writes a table, except as listed below. */
export const ownTables: Readonly<Record<string, readonly string[]>> = {
  accounts: ["users", "sessions", "email_tokens", "security_events", "signup_grants"],
  activity: [
    "generations",
    "usage_days",
    "usage_dimension_days",
    "usage_quarter_hours",
    "usage_histograms",
    "usage_deltas",
    "reporting_zones",
    "ranking_days",
    "series_ranks",
  ],
  audit: ["audit_events"],
  billing: ["stripe_customers", "purchases", "purchase_disputes", "stripe_events"],
  catalog: ["price_lists"],
  gateway: ["apps", "free_request_counts"],
  http: ["rate_limits"],
  jobs: ["job_runs"],
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
 * Tables of other modules that a module reads in its own statements, because a join or a transaction needs them there.
 * A new entry is a decision: first consider a verb of the owner.
 */
export const mayRead: Permissions = {
  accounts: ["api_keys", "members", "workspaces"],
  // Names for ids; the retention that limits every read; the seed.
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
  // Which erased accounts a restore brought back.
  backup: ["users"],
  billing: ["users"],
  health: ["holds", "outbox_mails", "processes", "purchases"],
  // Authentication reads everything a request depends on in one statement.
  keys: ["members", "meters", "privacy_settings", "users", "wallets", "workspaces"],
  // The ledger's check compares debits with recorded requests.
  ledger: ["generations", "usage_days", "usage_deltas", "workspaces"],
  operator: [
    "job_runs",
    "ledger_verifications",
    "members",
    "outbox_mails",
    "purchases",
    "purchase_disputes",
    "stripe_events",
    "users",
    "wallets",
    "workspaces",
  ],
  // Erasure and purging.
  privacy: ["free_request_counts", "generations", "usage_quarter_hours", "workspaces"],
  server: ["members", "users", "workspaces"],
  workspaces: ["api_keys", "privacy_settings", "usage_days", "users", "wallets"],
};

/** Tables of other modules that a module writes in its own statements. */
export const mayWrite: Permissions = {
  // An account is deleted with all its data, in one transaction.
  accounts: ["api_keys", "key_secrets", "members", "outbox_mails", "privacy_settings", "workspaces"],
  // Receipts of expired rows; all others are for the seed.
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
  // Whatever was running when the backup was made is not running here.
  backup: ["processes"],
  // A key's limit changes in the key's transaction.
  keys: ["meters"],
  // Erasure and purging.
  privacy: [
    "api_keys",
    "apps",
    "free_request_counts",
    "generations",
    "rate_limits",
    "series_ranks",
    "usage_dimension_days",
    "usage_quarter_hours",
    "workspaces",
  ],
};
