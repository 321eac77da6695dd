/** The product's name, in one place, so that an operator can rename it. Run `npm run openapi` afterwards. */
export const product = {
  name: "Counterfoil",
  /** The tagline. */
  line: "Every request leaves exact metadata and an exact debit; nothing of its content is kept unless you ask.",
  /** Prefix of every API key, the same as OpenRouter's. */
  keyPrefix: "sk-or-v1-",
} as const;
