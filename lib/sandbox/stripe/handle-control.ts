import type { IncomingMessage, ServerResponse } from "node:http";
import { type JsonObject, parseJsonObject, textOf } from "@/lib/sandbox/http/json";
import { readBody, sendJson } from "@/lib/sandbox/http/serve";
import type { Emulator } from "./emulator";
import { authenticateCheckout, expireCheckout, payCheckout, settleCheckout } from "./flows/checkout";
import { closeDispute, openDispute } from "./flows/dispute";
import { ApiError, invalid, missing } from "./wire/api-error";
import { cardByNumber, cardByToken } from "./wire/cards";

/** Commands for tests below `/_emulator`: JSON in, JSON out, no key. Never part of the API that the product uses. */
type Order = (emulator: Emulator, body: JsonObject) => object;

export async function handleControl(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = (request.url ?? "").split("?", 1)[0]?.replace("/_emulator/", "") ?? "";
  const order = Object.hasOwn(orders, name) ? orders[name] : undefined;
  try {
    const text = request.method === "POST" ? await readBody(request, 1_000_000) : "";
    const body = text === "" ? {} : parseJsonObject(text);
    if (!order) throw missing("control", name);
    if (!body) throw invalid("The body is not a JSON object", "body");
    const result = order(emulator, body);
    emulator.changed();
    sendJson(response, 200, JSON.stringify(result, null, 2));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sendJson(response, error.status, JSON.stringify(error.body()));
  }
}

const orders: Record<string, Order> = {
  reset: (emulator) => {
    emulator.reset();
    return { ok: true };
  },
  pause: (emulator) => {
    emulator.webhooks.pause();
    return { ok: true };
  },
  release: (emulator, body) => {
    const order = textOf(body.order);
    const known = order === "reverse" || order === "shuffle" ? order : "created";
    return { released: emulator.webhooks.release(known, body.parallel === true) };
  },
  duplicate: (emulator, body) => {
    emulator.webhooks.duplicate(numberOf(body.times, 2));
    return { ok: true };
  },
  resend: (emulator, body) => {
    const event = emulator.world.store.events.get(textOf(body.event));
    if (!event) throw missing("event", textOf(body.event), "event");
    emulator.webhooks.resend(event, numberOf(body.times, 1), body.parallel === true);
    return { ok: true };
  },
  fault: (emulator, body) => {
    emulator.faults.add({
      method: textOf(body.method) || null,
      path: textOf(body.path),
      status: typeof body.status === "number" ? body.status : null,
      drop: body.drop === true,
      delayMs: numberOf(body.delay, 0),
      after: body.after === true,
      retry: typeof body.retry === "boolean" ? body.retry : null,
      times: numberOf(body.times, 1),
    });
    return { ok: true };
  },
  deliveries: ({ world }) => ({
    data: [...world.store.deliveries.values()].map((delivery) => ({
      ...delivery,
      type: world.store.events.get(delivery.eventId)?.type ?? null,
    })),
  }),
  dispute: ({ world }, body) => {
    const charge = world.store.charges.get(textOf(body.charge));
    if (!charge) throw missing("charge", textOf(body.charge), "charge");
    const amount = numberOf(body.amount, charge.amount);
    return openDispute(world, charge, { amount, reason: textOf(body.reason) || "fraudulent" });
  },
  close_dispute: ({ world }, body) => {
    const dispute = world.store.disputes.get(textOf(body.dispute));
    if (!dispute) throw missing("dispute", textOf(body.dispute), "dispute");
    closeDispute(world, dispute, body.status === "won" ? "won" : "lost");
    return dispute;
  },
  complete,
};

/**
 * Pays a session as its page would. `method`: card, alipay or crypto; `token`: a test card by token or number;
 * `mode`: `succeed` and `fail` also settle an asynchronous method immediately, `expire` ends the session unpaid.
 */
function complete({ world }: Emulator, body: JsonObject): object {
  const session = world.store.sessions.get(textOf(body.session));
  if (!session) throw missing("checkout.session", textOf(body.session), "session");
  const mode = textOf(body.mode);
  if (mode === "expire") expireCheckout(world, session.id);
  if (session.status === "open") {
    const token = textOf(body.token) || "pm_card_visa";
    const card = cardByToken(token) ?? cardByNumber(token);
    if (!card) throw missing("test card", token, "token");
    const wanted = textOf(body.method);
    const method = wanted === "alipay" || wanted === "crypto" ? wanted : "card";
    const email = textOf(body.email) || session.customer_details?.email || "payer@example.test";
    const result = payCheckout(world, session, { email, method, card: method === "card" ? card : null });
    if (result.kind === "authenticate") authenticateCheckout(world, session, mode !== "fail");
    if (result.kind === "declined")
      throw new ApiError(402, result.message, { type: "card_error", code: "card_declined" });
  }
  if (mode === "succeed" || mode === "fail") settleCheckout(world, session.id, mode);
  return session;
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : fallback;
}
