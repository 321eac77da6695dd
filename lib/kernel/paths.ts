/** Every path that code links to, in one place, so that renaming a page breaks the build and not a link. */
export const paths = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  signOut: "/sign-out",
  verify: "/verify",
  reset: "/reset",
  disableKey: "/disable-key",
  account: "/account",
  accountSecurity: "/account/security",
  accountAppearance: "/account/appearance",
  accountWorkspace: "/account/workspace",
  credits: "/credits",
  activity: "/activity",
  privacy: "/privacy",
  keys: "/keys",
  models: "/models",
  rankings: "/rankings",
  docs: "/docs",
  legalPrivacy: "/legal/privacy",
  legalTerms: "/legal/terms",
  operator: "/operator",
} as const;

/** Opens the form for adding credits, on the Credits page; `amount` is in dollars, at first the usual one. */
export function addCreditsHref(amount = "25"): string {
  return `${paths.credits}?add=${amount}`;
}

/** The receipt of a purchase. */
export function purchaseHref(id: string): string {
  return `${paths.credits}/purchases/${id}`;
}
