import { expect, test } from "vitest";
import { type WebhookEndpoint, webhookProblem } from "./webhook-endpoint";

const wanted = {
  address: "https://a.example/api/webhooks/stripe",
  types: ["charge.refunded", "charge.updated"],
};
const endpoint = (parts: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  url: wanted.address,
  status: "enabled",
  enabled_events: ["*"],
  ...parts,
});

test("accepts an endpoint for all event types, or for exactly the needed ones", () => {
  expect(webhookProblem([endpoint()], wanted)).toBeNull();
  expect(webhookProblem([endpoint({ enabled_events: wanted.types })], wanted)).toBeNull();
  const shared = wanted.types.map((type) => endpoint({ enabled_events: [type] }));
  expect(webhookProblem(shared, wanted)).toBeNull();
});

test("distinguishes no endpoint, another address, a disabled one and missing event types", () => {
  expect(webhookProblem([], wanted)).toMatch(/no endpoint https:\/\/a\.example/);
  const elsewhere = endpoint({ url: "https://a.example/api/webhooks/other" });
  expect(webhookProblem([elsewhere, endpoint({ url: "not an address" })], wanted)).toMatch(/no endpoint/);
  expect(webhookProblem([endpoint({ status: "disabled" })], wanted)).toMatch(/is disabled/);
  const partly = endpoint({ enabled_events: ["charge.updated"] });
  expect(webhookProblem([partly], wanted)).toMatch(/does not send charge\.refunded:/);
});
