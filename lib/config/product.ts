/** The one place where the product's name stands, so that an operator can rename it. */
export const product = {
  name: "Counterfoil",
  /** What it is, in one line. */
  line: "Every request leaves exact metadata and an exact debit; nothing of its content is kept unless you ask.",
  /** Prefix of every API key, the same as OpenRouter's. */
  keyPrefix: "sk-or-v1-",
} as const;
