/** Every path that code links to, in one place, so that renaming a page breaks the build and not a link. */
export const paths = {
  home: "/",
  signIn: "/sign-in",
  /** The second step of a sign-in. */
  signInCode: "/sign-in/code",
  signUp: "/sign-up",
  signOut: "/sign-out",
  verify: "/verify",
  reset: "/reset",
  disableKey: "/disable-key",
  secureAccount: "/secure-account",
  deletedAccount: "/deleted-account",
  account: "/account",
  accountSecurity: "/account/security",
  accountNotifications: "/account/notifications",
  accountAppearance: "/account/appearance",
  accountData: "/account/data",
  accountPolicies: "/account/policies",
  accountWorkspace: "/account/workspace",
  notices: "/notices",
  credits: "/credits",
  billingProfile: "/credits/billing-profile",
  activity: "/activity",
  privacy: "/privacy",
  keys: "/keys",
  models: "/models",
  rankings: "/rankings",
  docs: "/docs",
  legal: "/legal",
  legalPrivacy: "/legal/privacy",
  legalTerms: "/legal/terms",
  /** Where the operator's contacts are, or that there are none. */
  contact: "/legal/terms#contact",
  security: "/security",
  /** The form for requests about personal data. */
  privacyRequest: "/privacy-request",
  /** The state of a request, behind a mailed link. */
  privacyRequestStatus: "/privacy-request/status",
  operator: "/operator",
  operatorRequests: "/operator/requests",
  operatorDisclosures: "/operator/disclosures",
  operatorEvents: "/operator/interface-events",
} as const;

/** Where the first sign-in after an account was secured leads. */
export const inviteToTwoFactorHref = `${paths.accountSecurity}?invite=two-factor`;

/** Opens the form for adding credits, on the Credits page; `amount` is in dollars, at first the usual one. */
export function addCreditsHref(amount = "25"): string {
  return `${paths.credits}?add=${amount}`;
}

/** Opens the form of auto top-up, on the Credits page. */
export const autoTopUpHref = `${paths.credits}?auto=setup`;

/** The receipt of a purchase. */
export function purchaseHref(id: string): string {
  return `${paths.credits}/purchases/${id}`;
}

/** The statement of a month, "2026-11"; with a format, its file. */
export function statementHref(month: string, format?: "pdf" | "csv"): string {
  return format
    ? `/api/dashboard/statements/${month}?format=${format}`
    : `${paths.credits}/statements/${month}`;
}

/** The file of an archive. */
export function archiveHref(id: string): string {
  return `/api/dashboard/archives/${id}`;
}

/** The file with the stored content of some days, "2026-11-21", or with all of it. */
export function storedContentHref(days: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): string {
  const query = new URLSearchParams(
    Object.entries(days).filter((entry) => entry[1] !== undefined) as [string, string][],
  );
  return `/api/dashboard/stored-content${query.size > 0 ? `?${query.toString()}` : ""}`;
}

/** The page of a key. */
export function keyHref(id: string): string {
  return `${paths.keys}/${id}`;
}

/** The requests of an hour, which begins with a quarter-hour of UTC; with a key, only its requests. */
export function activityHourHref(start: Date, keyId: string | null): string {
  const moment = (at: Date) => `${at.toISOString().slice(0, 16)}Z`;
  const range = `from=${moment(start)}&to=${moment(new Date(start.getTime() + 3_600_000))}`;
  return `${paths.activity}?${range}${keyId === null ? "" : `&key=${keyId}`}`;
}

/** A data request in the operator's queue. */
export function operatorRequestHref(id: string): string {
  return `${paths.operatorRequests}/${id}`;
}
