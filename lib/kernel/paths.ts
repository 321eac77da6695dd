/** Every address that code links to, in one place, so that a renamed page breaks the build and not a link. */
export const paths = {
  home: "/",
  signIn: "/sign-in",
  signUp: "/sign-up",
  verify: "/verify",
  reset: "/reset",
  account: "/account",
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
