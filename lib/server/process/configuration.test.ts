import { describe, expect, it } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";
import { ConfigurationError, readConfiguration } from "./configuration";

const real = {
  APP_URL: "https://console.example.org",
  DATABASE_URL: "postgresql://127.0.0.1/x",
  STRIPE_SECRET_KEY: "sk_live_x",
  STRIPE_WEBHOOK_SECRET: testEnvironment.STRIPE_WEBHOOK_SECRET,
  SMTP_URL: "smtps://mail.example.org",
  CATALOG_FILE: "catalog.json",
  AUTH_SECRET: testEnvironment.AUTH_SECRET,
  ENCRYPTION_KEY: testEnvironment.ENCRYPTION_KEY,
};

function messageFor(source: Record<string, string | undefined>): string {
  try {
    readConfiguration(source);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
  }
  return "";
}

describe("configuration", () => {
  it("starts with nothing set, only for this machine", () => {
    expect(readConfiguration({})).toMatchObject({
      port: 3000,
      appUrl: "http://localhost:3000",
      hosts: ["127.0.0.1", "::1"],
    });
  });

  it("names missing parts and weak or example secrets together", () => {
    const message = messageFor({
      ...real,
      SMTP_URL: "",
      AUTH_SECRET: "changeme",
      ENCRYPTION_KEY: "a".repeat(40),
    });
    expect(message).toMatch(/SMTP_URL: is missing/);
    expect(message).toMatch(/AUTH_SECRET: /);
    expect(message).toMatch(/ENCRYPTION_KEY: is too regular/);
    expect(message).not.toMatch(/DATABASE_URL/);
  });

  it("rejects weak secrets in sandbox mode too, and a Stripe address with a live key", () => {
    expect(messageFor({ AUTH_SECRET: "short" })).toMatch(/AUTH_SECRET/);
    expect(messageFor({ ...real, STRIPE_API_BASE: "http://127.0.0.1:1" })).toMatch(
      /STRIPE_API_BASE: only with a test key/,
    );
    expect(messageFor({ PORT: "http" })).toMatch(/PORT/);
  });

  it("starts with real services, on every address", () => {
    expect(readConfiguration({ ...real, SANDBOX: "off" })).toMatchObject({
      hosts: ["::"],
      sandbox: { parts: [] },
    });
  });
});
