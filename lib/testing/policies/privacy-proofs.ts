import {
  accepted,
  announced,
  archive,
  content,
  definition,
  deleted,
  endpoints,
  expiry,
  facts,
  law,
  mails,
  newcomersTold,
  noRows,
  operator,
  optIn,
  policies,
  retention,
  secured,
  storage,
  stripe,
  type Proof,
} from "./known-proofs";

/** How each sentence of the privacy policy is held. */
export const privacyProofs: Readonly<Record<string, Proof>> = {
  "privacy/introduction.who": operator,
  "privacy/introduction.what": definition,
  "privacy/introduction.scope": definition,
  "privacy/content.not-stored": content,
  "privacy/content.memory": content,
  "privacy/content.opt-in": optIn,
  "privacy/content.readers": [
    "lib/privacy/privacy.db.test.ts",
    "is listed and deleted only by admins of its own workspace",
  ],
  "privacy/content.discount": [
    "lib/gateway/rules/bill-outcome.test.ts",
    "the discount takes one percent off the whole request",
  ],
  "privacy/content.opt-out": [
    "lib/privacy/privacy.db.test.ts",
    "apply from the next request on: each change increments the version and is audited",
  ],
  "privacy/content.provider": definition,
  "privacy/content.policies": endpoints,
  "privacy/content.blocked": [
    "e2e/privacy-providers.spec.ts",
    "providers are chosen together, with the effect before saving, and the error of a lost model names the setting",
  ],
  "privacy/requests.fields": [
    "lib/activity/record-generations.db.test.ts",
    "has exactly the columns of the table, with their types",
  ],
  "privacy/requests.no-content": content,
  "privacy/requests.retention": retention,
  "privacy/requests.choices": noRows,
  "privacy/requests.end-users": [
    "lib/privacy/removed-requests.db.test.ts",
    "lose the names of their end users, except those of later requests",
  ],
  "privacy/account.profile": archive,
  "privacy/account.password": [
    "lib/accounts/passwords.db.test.ts",
    "equal passwords have different hashes, and all Unicode spellings of a password match",
  ],
  "privacy/account.two-factor": [
    "lib/accounts/two-factor/two-factor.db.test.ts",
    "stores the secret encrypted and the recovery codes hashed, until it is turned off",
  ],
  "privacy/account.security-log": [
    "lib/accounts/purge-accounts.db.test.ts",
    "lines of the security log go after 90 days, and their networks after 30",
  ],
  "privacy/account.networks": [
    "lib/accounts/purge-accounts.db.test.ts",
    "lines of the security log go after 90 days, and their networks after 30",
  ],
  "privacy/account.audit": [
    "lib/audit/list-audit.db.test.ts",
    "lists the newest lines about one thing, never another workspace's",
  ],
  "privacy/account.audit-deleted": [
    "lib/audit/deleted-names.db.test.ts",
    "can be read until the workspace is deleted, and by no one afterwards",
  ],
  "privacy/account.acceptance": accepted,
  "privacy/payments.stripe": storage,
  "privacy/payments.fields": archive,
  "privacy/payments.saved-card": archive,
  "privacy/payments.profile": [
    "lib/billing/invoices.db.test.ts",
    "names the company, its tax ID and both references, and is linked from the purchase",
  ],
  "privacy/payments.no-usage": stripe,
  "privacy/payments.kept": [
    "lib/billing/purge-billing.db.test.ts",
    "billing records are removed ten years after the deletion of their account, and no sooner",
  ],
  "privacy/payments.invoices": "States what Stripe does.",
  "privacy/optional.off": [
    "e2e/interface-events.spec.ts",
    "until optional data is turned on nothing is sent and nothing is recorded",
  ],
  "privacy/optional.events": [
    "lib/interface-events/interface-events.db.test.ts",
    "only names of the list are stored, with neither ids nor texts",
  ],
  "privacy/optional.events-kept": [
    "lib/interface-events/interface-events.db.test.ts",
    "are deleted after 30 days, and no sooner",
  ],
  "privacy/optional.events-operators": [
    "lib/interface-events/interface-events.db.test.ts",
    "operators see counts by name, with neither person nor time",
  ],
  "privacy/optional.categories": [
    "lib/api/categorization.db.test.ts",
    "the model must have a provider that keeps nothing",
  ],
  "privacy/optional.categories-stored": [
    "lib/activity/categories.db.test.ts",
    "a row has a day, a model, a category and a count, and no id of anything",
  ],
  "privacy/optional.categories-skipped": [
    "lib/api/categorization.db.test.ts",
    "nothing is sampled without the switch, or when workspace, key or request is stricter",
  ],
  "privacy/optional.stop": [
    "e2e/interface-events.spec.ts",
    "what is recorded is visible to its person alone, and ends with one click",
  ],
  "privacy/use.service": definition,
  "privacy/use.billing": definition,
  "privacy/use.security": definition,
  "privacy/use.rankings": [
    "lib/activity/get-usage-chart.db.test.ts",
    "rank models by tokens over all workspaces",
  ],
  "privacy/use.no-sale": operator,
  "privacy/use.no-decisions": operator,
  "privacy/mail.service": mails,
  "privacy/mail.no-marketing": mails,
  "privacy/mail.choices": [
    "e2e/alerts.spec.ts",
    "a kind that is switched off sends no mail, and still shows its notice",
  ],
  "privacy/sharing.providers": endpoints,
  "privacy/sharing.identity": [
    "lib/api/sent-requests.db.test.ts",
    "a provider receives neither the caller's key nor anything about the account",
  ],
  "privacy/sharing.subprocessors": facts,
  "privacy/sharing.members": [
    "lib/activity/list-generations.db.test.ts",
    "shows a member requests of its own keys, and an admin everything",
  ],
  "privacy/sharing.operators": [
    "e2e/operator-views.spec.ts",
    "owners see which account and purchase an operator looked at, and no one else's",
  ],
  "privacy/disclosure.when": operator,
  "privacy/disclosure.notice": [
    "lib/disclosures/disclosures.db.test.ts",
    "a prohibition hides it everywhere until its last day is over",
  ],
  "privacy/transfers.servers": operator,
  "privacy/transfers.providers": facts,
  "privacy/transfers.choice": [
    "e2e/privacy-providers.spec.ts",
    "providers are chosen together, with the effect before saving, and the error of a lost model names the setting",
  ],
  "privacy/security.secrets": [
    "lib/deletions/deletion-canary.db.test.ts",
    "the search finds the mark in text, JSON and bytes",
  ],
  "privacy/security.encryption": [
    "lib/archives/archives.db.test.ts",
    "is encrypted in the database, and its pieces cannot be exchanged",
  ],
  "privacy/security.transport": [
    "lib/server/edge-samples.test.ts",
    "the sample configurations allow TLS 1.3 only",
  ],
  "privacy/security.monitoring": [
    "e2e/secure-account.spec.ts",
    "the link in the mail about an unknown sign-in secures the account without a session",
  ],
  "privacy/security.compromised": secured,
  "privacy/security.no-certificates": operator,
  "privacy/security.limits": definition,
  "privacy/retention.requests": retention,
  "privacy/retention.content": [
    "lib/privacy/privacy.db.test.ts",
    "expires on time, and still exists a second before",
  ],
  "privacy/retention.purge": [
    expiry,
    "are one per day and workspace, with cut-off and count, only for its admins",
  ],
  "privacy/retention.log": [
    "lib/accounts/purge-accounts.db.test.ts",
    "lines of the security log go after 90 days, and their networks after 30",
  ],
  "privacy/retention.mails": [
    "lib/mail/deliver-mails.db.test.ts",
    "the address is deleted from the outbox after a week",
  ],
  "privacy/retention.archives": [
    "lib/archives/archives.db.test.ts",
    "can be opened only by its owner, is recorded, mailed, and deleted when it expires",
  ],
  "privacy/retention.sessions": [
    "lib/accounts/purge-accounts.db.test.ts",
    "a session ends after 12 hours without use and after 7 days, and not a second earlier",
  ],
  "privacy/retention.billing": [
    "lib/billing/purge-billing.db.test.ts",
    "billing records are removed ten years after the deletion of their account, and no sooner",
  ],
  "privacy/cookies.essential": storage,
  "privacy/cookies.third-parties": storage,
  "privacy/children.age": operator,
  "privacy/children.removal": operator,
  "privacy/rights.access": [
    "e2e/account.spec.ts",
    "each section has its own address, in a list that is at the left or, on a phone, on top",
  ],
  "privacy/rights.export": [
    "lib/activity/get-usage-chart.db.test.ts",
    "equal feed, export and ledger to the nano-dollar",
  ],
  "privacy/rights.archive": archive,
  "privacy/rights.billing": [
    "lib/ledger/post-transfer.db.test.ts",
    "keeps history from being changed, removed or emptied in the database, even by the owner of the tables",
  ],
  "privacy/rights.deletion": [
    "lib/accounts/access-ends.db.test.ts",
    "of a deleted account every kind of access ends with the commit, also what is under way",
  ],
  "privacy/rights.erasure": deleted,
  "privacy/rights.kept": deleted,
  "privacy/rights.state": [
    "lib/deletions/deletions.db.test.ts",
    "works for 90 days when nothing is kept, and until the activity is gone",
  ],
  "privacy/rights.restrict": [
    "lib/privacy/rules/endpoint-policy.test.ts",
    "tightening any setting never opens an endpoint",
  ],
  "privacy/data-requests.form": [
    "e2e/data-requests.spec.ts",
    "a request is sent by the form and confirmed by its mail, without an account",
  ],
  "privacy/data-requests.identity": [
    "lib/data-requests/data-requests.db.test.ts",
    "a request is confirmed once, however often and at how many places the link is used",
  ],
  "privacy/data-requests.clocks": [
    "lib/data-requests/rules/clocks.test.ts",
    "the legal period starts with the request, and the others when it reaches the queue",
  ],
  "privacy/data-requests.limits": [
    "lib/data-requests/rules/clocks.test.ts",
    "one extension counts from the request too",
  ],
  "privacy/data-requests.free": operator,
  "privacy/ccpa.rights": law,
  "privacy/ccpa.categories": definition,
  "privacy/ccpa.opt-out": [
    "lib/data-requests/rules/clocks.test.ts",
    "opting out under the CCPA has 15 business days",
  ],
  "privacy/ccpa.no-sale": operator,
  "privacy/ccpa.agent": [
    "lib/data-requests/handle-request.db.test.ts",
    "an answer needs proof of the address, and of the agent's permission",
  ],
  "privacy/gdpr.bases": law,
  "privacy/gdpr.consent": law,
  "privacy/gdpr.rights": law,
  "privacy/changes.material": announced,
  "privacy/changes.newcomers": newcomersTold,
  "privacy/changes.words": [policies, "a correction of words is in effect at once, and mailed to no one"],
  "privacy/changes.versions": [
    "e2e/policies.spec.ts",
    "a new version is published, compared with the one before, and listed",
  ],
  "privacy/contact.email": facts,
  "privacy/contact.postal": facts,
};
