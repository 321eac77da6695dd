/** The test that a sentence holds by: its file and its title. */
type TestProof = readonly [file: string, title: string];
/** A sentence that no test can hold, and why. */
export type Proof = TestProof | string;

export const definition = "Introduces or defines; promises nothing.";
export const law = "States the law or the operator's duty under it.";
export const operator = "The operator's own statement, from the configuration.";
export const policies = "lib/policies/policies.db.test.ts";
export const expiry = "lib/privacy/expiry.db.test.ts";
const account = "lib/accounts/delete-account.db.test.ts";
const canary = "lib/deletions/deletion-canary.db.test.ts";
export const storage = [
  "e2e/headers.spec.ts",
  "a fresh browser keeps only the device cookie beyond its session, stores nothing, and contacts no third party",
] as const;
export const content = [
  "e2e/canary.spec.ts",
  "content is in no table and no log of the running product, however a request ends",
] as const;
export const stripe = ["e2e/canary.spec.ts", "Stripe never receives what the service is used for"] as const;
export const optIn = [
  "e2e/privacy.spec.ts",
  "content is stored only after opt-in, listed without being shown, and deleted on request",
] as const;
export const retention = [
  expiry,
  "are deleted with the rows after 30 and 90 days, and immediately when nothing is kept; sums stay",
] as const;
export const noRows = [expiry, "never enter the roll-ups of a workspace that keeps no rows"] as const;
export const endpoints = [
  "lib/privacy/rules/endpoint-policy.test.ts",
  "by default, endpoints that train or have an unknown policy are not used",
] as const;
export const erased = [account, "ends sessions and keys, forfeits the balance, and erases the user"] as const;
export const announced = [
  policies,
  "a change that matters is mailed to every account once, and takes effect 31 days later or a little more",
] as const;
export const acceptedUntold = [
  policies,
  "who has accepted a change, in whole, gets no mail about it",
] as const;
export const newcomersTold = [
  policies,
  "an account of the time between announcement and effect is told in the console, and once by mail",
] as const;
export const accepted = [
  policies,
  "signing up accepts what is in effect, and a later change is accepted in the console",
] as const;
export const deleted = [
  canary,
  "no text of a deleted account is left anywhere but in declared fields of billing records",
] as const;
const purge = "lib/accounts/purge-accounts.db.test.ts";
export const securityLog = [
  purge,
  "lines of the security log go after 90 days, and their networks and browsers after 30",
] as const;
export const sessionFacts = [
  purge,
  "a session has its browser and network, and its row is gone within a day of its end",
] as const;
export const secured = [
  "e2e/secure-account.spec.ts",
  "an account is secured with one action, and used again with a new password",
] as const;
export const facts = [
  "lib/policy-texts/rules/drafts.test.ts",
  "texts follow the configuration and the catalog",
] as const;
export const mails = ["lib/testing/mail-samples.test.ts", "every mail says the same in both parts"] as const;
export const archive = [
  "lib/archives/archive-contents.db.test.ts",
  "an archive has every row of every table, field by field, and nothing of anyone else",
] as const;
