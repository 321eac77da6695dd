import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { signatureOf } from "./signature";

describe("webhook signature", () => {
  it("matches and is accepted by the official package", () => {
    const stripe = new Stripe("sk_test_x");
    const payload = '{"id":"evt_1","object":"event"}';
    const timestamp = Math.floor(Date.now() / 1_000);
    const header = signatureOf(payload, "whsec_test", timestamp);
    expect(header).toContain(
      stripe.webhooks.generateTestHeaderString({ payload, secret: "whsec_test", timestamp }).split(",")[1],
    );
    expect(stripe.webhooks.constructEvent(payload, header, "whsec_test").id).toBe("evt_1");
    expect(() => stripe.webhooks.constructEvent(`${payload} `, header, "whsec_test")).toThrow();
  });
});
