/** A complete environment for tests, with values that no real installation would use. Only the database is missing. */
export const testEnvironment: Readonly<Record<string, string>> = {
  PORT: "3999",
  APP_URL: "http://localhost:3999",
  AUTH_SECRET: "k3Jx9vQ2mZ7pR4tW8yB1nC6dF5gH0jLs-tests-only",
  ENCRYPTION_KEY: "9a1f3c5e7b2d4f6081a3c5e7f90b2d4f6e8091a3b5c7d9e0f1a2b3c4d5e6f708",
  STRIPE_SECRET_KEY: "sk_test_counterfoil",
  STRIPE_WEBHOOK_SECRET: "whsec_counterfoil_tests_only",
  STRIPE_API_BASE: "http://127.0.0.1:9",
  SMTP_URL: "smtp://127.0.0.1:9",
  SANDBOX: "auto",
  COUNTERFOIL_SANDBOX_PARTS: "stripe,mail,provider",
  COUNTERFOIL_INBOX_URL: "http://localhost:9",
  COUNTERFOIL_PROVIDER_URL: "http://127.0.0.1:9",
  LOG_LEVEL: "silent",
};

/** The role that tests run as, like the product's own role in an installation. */
export const testRole = { name: "counterfoil_app", password: "tests-only", isOurs: true } as const;
