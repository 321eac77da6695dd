import "server-only";
import { env } from "@/lib/config/env";
import { isLiveMode } from "./internal/stripe-client";

/** Address of Stripe's dashboard for this installation's mode, or null for the simulator, which has none. */
export function stripeDashboard(): string | null {
  if (env().stripe.apiBase) return null;
  return isLiveMode() ? "https://dashboard.stripe.com" : "https://dashboard.stripe.com/test";
}
