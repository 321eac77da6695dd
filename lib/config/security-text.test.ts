import { expect, it } from "vitest";
import { securityText } from "./security-text";

it("names the contact and the policy, and expires in the future", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  expect(securityText({ email: "security@example.com", appUrl: "https://console.example", now })).toBe(
    "Contact: mailto:security@example.com\nExpires: 2026-06-30T00:00:00.000Z\nPreferred-Languages: en\n" +
      "Canonical: https://console.example/.well-known/security.txt\nPolicy: https://console.example/security\n",
  );
});
