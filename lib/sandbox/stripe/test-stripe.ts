import { createServer, type Server } from "node:http";
import Stripe from "stripe";
import { afterEach, beforeEach } from "vitest";
import { portOf, readBody, type Running } from "@/lib/sandbox/http/serve";
import { startStripe } from "@/lib/sandbox/start-stripe";

const secret = "whsec_sandbox_test_secret";

/** For tests: a simulator for each test, the official package as its client, and the events that arrived, verified. */
export function testStripe() {
  let received: Stripe.Event[] = [];
  let sink: Server;
  let running: Running;
  let stripe: Stripe;

  beforeEach(async () => {
    received = [];
    sink = createServer((request, response) => {
      void readBody(request).then((body) => {
        const signature = String(request.headers["stripe-signature"]);
        received.push(stripe.webhooks.constructEvent(body, signature, secret));
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
    const webhookUrl = `http://127.0.0.1:${portOf(sink.address())}/hook`;
    running = await startStripe({ port: 0, webhookUrl, webhookSecret: secret, settleMs: 60, feeMs: 60 });
    stripe = new Stripe("sk_test_sandbox", {
      protocol: "http",
      host: "127.0.0.1",
      port: running.port,
      telemetry: false,
      maxNetworkRetries: 0,
    });
  });
  afterEach(async () => {
    await running.stop();
    sink.closeAllConnections();
    await new Promise((resolve) => sink.close(resolve));
  });

  return {
    get stripe() {
      return stripe;
    },
    get url() {
      return running.url;
    },
    /** Types of the events that arrived, in order. */
    types: () => received.map((event) => event.type as string),
    /** The last event of a type that arrived. */
    last: (type: string) => received.findLast((event) => event.type === type),
    /** Gives a command of the control interface and returns its response, which has the form of its name. */
    control: async (name: string, body: object = {}) => {
      const target = `${running.url}/_emulator/${name}`;
      const response = await fetch(target, { method: "POST", body: JSON.stringify(body) });
      return response.json();
    },
    /** Sends a form of a page. `target` may be a path. */
    press: (target: string, form: Record<string, string>) =>
      fetch(new URL(target, running.url), {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams(form),
      }),
    page: async (target: string) => (await fetch(new URL(target, running.url))).text(),
  };
}

/** Parameters of a purchase of 10.00 plus a fee of 0.80. */
export function purchaseOf(
  rest: Stripe.Checkout.SessionCreateParams = {},
): Stripe.Checkout.SessionCreateParams {
  const line = (name: string, unit_amount: number) => ({
    quantity: 1,
    price_data: { currency: "usd", unit_amount, product_data: { name } },
  });
  return {
    mode: "payment",
    line_items: [line("Credits", 1000), line("Service fee", 80)],
    success_url: "http://shop.test/credits?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://shop.test/credits",
    ...rest,
  };
}
