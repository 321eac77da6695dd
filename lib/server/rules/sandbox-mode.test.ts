import { describe, expect, it } from "vitest";
import { decideSandbox, isLoopback } from "./sandbox-mode";

const local = "http://localhost:3000";
const open = "https://console.example.org";
const all = [
  "DATABASE_URL",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "SMTP_URL",
  "CATALOG_FILE",
  "AUTH_SECRET",
  "ENCRYPTION_KEY",
];

function decide(mode: "auto" | "on" | "off", appUrl: string, configured: string[]) {
  return decideSandbox({ mode, appUrl, configured: new Set(configured) });
}

describe("sandbox mode", () => {
  it("simulates everything that is not configured, on a loopback name", () => {
    expect(decide("auto", local, [])).toEqual({
      allowed: true,
      parts: ["stripe", "mail", "provider"],
      embeddedDatabase: true,
      missing: [],
    });
    expect(decide("auto", local, ["SMTP_URL", "DATABASE_URL"])).toMatchObject({
      parts: ["stripe", "provider"],
      embeddedDatabase: false,
    });
    expect(decide("auto", local, all)).toMatchObject({ parts: [], missing: [] });
  });

  it.each([
    ["auto", open, []],
    ["auto", "https://localhost", []],
    ["auto", "http://10.0.0.5:3000", []],
    ["off", local, []],
    ["off", open, []],
  ] as const)("%s at %s fails and names every missing setting and secret", (mode, appUrl, configured) => {
    const decision = decide(mode, appUrl, [...configured]);
    expect(decision.allowed).toBe(false);
    expect(decision.parts).toEqual([]);
    expect([...decision.missing].sort()).toEqual([...all].sort());
  });

  it("names only what is missing", () => {
    expect(
      decide(
        "off",
        open,
        all.filter((name) => name !== "SMTP_URL"),
      ).missing,
    ).toEqual(["SMTP_URL"]);
    expect(decide("auto", open, all).missing).toEqual([]);
  });

  it("runs simulators anywhere when SANDBOX is on", () => {
    expect(decide("on", open, [])).toMatchObject({
      allowed: true,
      parts: ["stripe", "mail", "provider"],
      missing: [],
    });
  });

  it("requires the webhook secret of a real Stripe account in every mode", () => {
    expect(decide("auto", local, ["STRIPE_SECRET_KEY"]).missing).toEqual(["STRIPE_WEBHOOK_SECRET"]);
    expect(decide("on", open, ["STRIPE_SECRET_KEY"]).missing).toEqual(["STRIPE_WEBHOOK_SECRET"]);
  });

  it("tells loopback names from names that only look like them", () => {
    for (const yes of [
      local,
      "http://127.0.0.1",
      "http://127.8.9.1:80",
      "http://[::1]:3000",
      "http://a.localhost",
      "http://LOCALHOST.",
    ]) {
      expect(isLoopback(yes), yes).toBe(true);
    }
    for (const no of [
      "http://localhost.example.org",
      "http://127.0.0.1.nip.io",
      "http://notlocalhost",
      "https://localhost",
      "http://0.0.0.0",
      "nonsense",
    ]) {
      expect(isLoopback(no), no).toBe(false);
    }
  });
});
