/**
 * What every answer carries that says nothing else of itself: data, redirects, refusals, files. Pages have a policy of
 * their own (`proxy.ts`), and so do answers to other origins (the public API).
 */
export const answerHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;
