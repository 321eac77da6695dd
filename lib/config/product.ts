/** The product's name, in one place, so that an operator can rename it. Run `npm run openapi` afterwards. */
export const product = {
  name: "Counterfoil",
  /** The tagline. */
  line: "Every request is metered and billed exactly. Prompts and completions are never stored unless you opt in.",
  /** Prefix of every API key, the same as OpenRouter's. */
  keyPrefix: "sk-or-v1-",
} as const;
