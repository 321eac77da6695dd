import type Stripe from "stripe";
import { listParams } from "@/lib/sandbox/stripe/params/tables";
import { listPage } from "@/lib/sandbox/stripe/wire/list";
import type { Route } from "./call";

/**
 * The one webhook endpoint of this simulator, for clients that list them. It is set at the start, not through the API.
 */
export const webhookEndpointRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v1/webhook_endpoints",
    run: ({ world, path, params }) => {
      const given = params(listParams.webhookEndpoints);
      const rows = world.webhookUrl === null ? [] : [endpoint(world.webhookUrl)];
      return listPage(rows, given, path);
    },
  },
];

function endpoint(url: string): Stripe.WebhookEndpoint {
  return {
    id: "we_sandbox",
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: 0,
    description: null,
    enabled_events: ["*"],
    livemode: false,
    metadata: {},
    status: "enabled",
    url,
  };
}
