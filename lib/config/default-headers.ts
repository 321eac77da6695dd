/**
 * Security headers of every response that does not set its own: data, redirects, errors, files. Pages have a separate
 * policy (`proxy.ts`), and so do responses to other origins (the public API).
 */
export const defaultHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** Tells browsers to use https for a year. Sent with every response when APP_URL is https; ignored over http. */
export const strictTransport = "max-age=31536000";
