/** The pages that `npm run screenshots` takes and that the visual test compares. */

export const publicPages = [
  "/",
  "/sign-in",
  "/sign-up",
  "/reset",
  "/secure-account",
  "/deleted-account",
  "/models",
  "/models/sandbox/heron",
  "/rankings",
  "/docs",
  "/legal/privacy",
  "/legal/terms",
  "/legal/subprocessors",
  "/security",
  "/privacy-request",
  "/nowhere",
] as const;

/** Shown once the password of an account with two-factor authentication was entered. */
export const secondStepPages = ["/sign-in/code"] as const;

/** Pages of a signed-in user; seen with an empty account and with history. */
export const ownPages = [
  "/activity",
  "/activity?range=30d&tab=latency",
  "/credits",
  "/credits?tab=purchases",
  "/credits?tab=statements",
  "/credits/billing-profile",
  "/keys",
  "/keys?kind=inference&new=1",
  "/privacy",
  "/notices",
  "/account",
  "/account/security",
  "/account/notifications",
  "/account/appearance",
  "/account/data",
  "/account/policies",
  "/account/workspace",
] as const;

/** Pages of one record; the words in braces stand for its id. */
export const recordPages = [
  "/activity?generation={generation}",
  "/activity#requests",
  "/keys/{key}",
] as const;

/** Pages whose records have states, seen with one of each. */
export const statePages = [
  "/credits",
  "/credits?tab=purchases",
  "/credits/purchases/{purchase}",
  "/keys",
  "/keys/{key}",
  "/privacy",
  "/notices",
] as const;

export const operatorPages = [
  "/operator",
  "/operator/payments",
  "/operator/webhooks",
  "/operator/requests",
  "/operator/disclosures",
  "/operator/completions",
  "/operator/jobs",
  "/operator/interface-events",
  "/operator/ledger",
  "/operator/reconciliation",
] as const;

export const frames = [
  { name: "1280-light", width: 1280, height: 900, colorScheme: "light" },
  { name: "1280-dark", width: 1280, height: 900, colorScheme: "dark" },
  { name: "390-light", width: 390, height: 844, colorScheme: "light" },
  { name: "390-dark", width: 390, height: 844, colorScheme: "dark" },
] as const;

/** The address with the ids in place of the words in braces. */
export function filled(address: string, records: Readonly<Record<string, string>>): string {
  return address.replace(/\{(\w+)\}/g, (word, name: string) => records[name] ?? word);
}

/** "activity-range-30d-tab-latency" */
export function fileNameOf(address: string): string {
  return address.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";
}
