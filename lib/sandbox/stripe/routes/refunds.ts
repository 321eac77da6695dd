import type Stripe from "stripe";
import type { JsonObject } from "@/lib/sandbox/http/json";
import { refundCharge } from "@/lib/sandbox/stripe/flows/refund";
import { balanceTransactionListParams } from "@/lib/sandbox/stripe/params/billing-tables";
import { listParams, refundParams } from "@/lib/sandbox/stripe/params/tables";
import { ApiError, invalid, missing, required } from "@/lib/sandbox/stripe/wire/api-error";
import { listPage } from "@/lib/sandbox/stripe/wire/list";
import { integer, mergedMetadata, text, texts } from "@/lib/sandbox/stripe/wire/read";
import type { World } from "@/lib/sandbox/stripe/world";
import type { Call, Route } from "./call";
import { requireIntent } from "./payment-intents";

/** Routes for charges, refunds, and their events and balance transactions. */

function requireCharge(world: World, id: string, param = "id"): Stripe.Charge {
  const charge = world.store.charges.get(id);
  if (!charge) throw missing("charge", id, param);
  return charge;
}

function createRefund({ world, params }: Call): object {
  const given = params(refundParams);
  const charge = chargeToRefund(world, given);
  return refundCharge(world, charge, {
    amount: integer(given, "amount"),
    reason: text(given, "reason"),
    metadata: mergedMetadata({}, given),
    isPending: false,
  });
}

function chargeToRefund(world: World, given: JsonObject): Stripe.Charge {
  const chargeId = text(given, "charge");
  if (chargeId) return requireCharge(world, chargeId, "charge");
  const intentId = text(given, "payment_intent");
  if (!intentId) throw required("payment_intent");
  const intent = requireIntent(world, intentId, "payment_intent");
  if (typeof intent.latest_charge !== "string") {
    throw new ApiError(400, `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  }
  return requireCharge(world, intent.latest_charge, "payment_intent");
}

type Links = { readonly charge?: unknown; readonly payment_intent?: unknown; readonly customer?: unknown };

/** Rows that match the given links. */
function linked<Row extends Links>(rows: Iterable<Row>, given: JsonObject): Row[] {
  const names = ["charge", "payment_intent", "customer"] as const;
  return [...rows].filter((row) =>
    names.every((name) => !text(given, name) || row[name] === text(given, name)),
  );
}

function listEvents({ world, path, params }: Call): object {
  const given = params(listParams.events);
  const type = text(given, "type");
  const types = texts(given, "types");
  if (type && types.length > 0)
    throw invalid("You may only specify one of these parameters: type, types.", "types");
  if (types.length > 20) throw invalid("You may pass up to 20 event types.", "types");
  const delivered = given.delivery_success;
  const isWanted = (name: string) => {
    if (types.length > 0) return types.includes(name);
    return !type || name === type || (type.endsWith("*") && name.startsWith(type.slice(0, -1)));
  };
  const rows = [...world.store.events.values()].filter(
    (event) =>
      isWanted(event.type) && (delivered === undefined || delivered === (event.pending_webhooks === 0)),
  );
  return listPage(rows, given, path);
}

function listTransactions({ world, path, params }: Call): object {
  const given = params(balanceTransactionListParams);
  const payout = text(given, "payout");
  // Nothing is paid out here, so no transaction is part of a payout.
  if (payout) throw missing("payout", payout, "payout");
  const names = ["currency", "source", "type"] as const;
  const rows = [...world.store.transactions.values()].filter((entry) =>
    names.every((name) => !text(given, name) || entry[name] === text(given, name)),
  );
  return listPage(rows, given, path);
}

/** The stored row with an id. Throws ApiError. */
function found<Row extends object>(rows: ReadonlyMap<string, Row>, id: string, what: string): Row {
  const row = rows.get(id);
  if (!row) throw missing(what, id);
  return row;
}

export const refundRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v1/charges",
    run: ({ world, path, params }) => {
      const given = params(listParams.charges);
      return listPage(linked(world.store.charges.values(), given), given, path);
    },
  },
  { method: "GET", path: "/v1/charges/:id", run: ({ world, id }) => requireCharge(world, id) },
  { method: "POST", path: "/v1/refunds", run: createRefund },
  {
    method: "GET",
    path: "/v1/refunds",
    run: ({ world, path, params }) => {
      const given = params(listParams.refunds);
      return listPage(linked(world.store.refunds.values(), given), given, path);
    },
  },
  {
    method: "GET",
    path: "/v1/refunds/:id",
    run: ({ world, id }) => found(world.store.refunds, id, "refund"),
  },
  {
    method: "GET",
    path: "/v1/disputes",
    run: ({ world, path, params }) => {
      const given = params(listParams.disputes);
      return listPage(linked(world.store.disputes.values(), given), given, path);
    },
  },
  {
    method: "GET",
    path: "/v1/disputes/:id",
    run: ({ world, id }) => found(world.store.disputes, id, "dispute"),
  },
  {
    method: "GET",
    path: "/v1/balance_transactions",
    run: listTransactions,
  },
  {
    method: "GET",
    path: "/v1/balance_transactions/:id",
    run: ({ world, id }) => found(world.store.transactions, id, "balance_transaction"),
  },
  { method: "GET", path: "/v1/events", run: listEvents },
  { method: "GET", path: "/v1/events/:id", run: ({ world, id }) => found(world.store.events, id, "event") },
];
