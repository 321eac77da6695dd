import type { IncomingMessage, ServerResponse } from "node:http";
import { type JsonObject, parseJsonObject, textOf } from "@/lib/sandbox/http/json";
import { readBody, sendJson } from "@/lib/sandbox/http/serve";
import { moneyOrders } from "./control-money";
import type { Emulator } from "./emulator";
import { ApiError, invalid, missing } from "./wire/api-error";

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
  clear_faults: (emulator) => {
    emulator.faults.reset();
    return { ok: true };
  },
  received: ({ received }) => ({ data: received }),
  deliveries: ({ world }) => ({
    data: [...world.store.deliveries.values()].map((delivery) => ({
      ...delivery,
      type: world.store.events.get(delivery.eventId)?.type ?? null,
    })),
  }),
  ...Object.fromEntries(
    Object.entries(moneyOrders).map(([name, order]): [string, Order] => [
      name,
      ({ world }, body) => order(world, body),
    ]),
  ),
};

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : fallback;
}
