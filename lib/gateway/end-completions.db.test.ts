import { afterAll, beforeAll, expect, test } from "vitest";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { closeDb } from "@/lib/db/client";
import { Redacted } from "@/lib/kernel/redacted";
import { authenticateKey } from "@/lib/keys/authenticate-key";
import { endProcess } from "@/lib/ledger/processes/current-process";
import { createTenant } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";
import { heldOf } from "@/lib/testing/holds";
import { completeChat } from "./complete-chat";
import { drainSpending } from "./drain-spending";
import { endCompletions } from "./end-completions";
import { reserveSlot } from "./reserve-slot";

beforeAll(async () => {
  await testDatabase();
  await savePriceLists();
});
afterAll(async () => {
  await drainSpending();
  await endProcess();
  await closeDb();
});

test("shutdown waits for requests that are being admitted, and then none of them is sent", async () => {
  const tenant = await createTenant();
  const context = await authenticateKey(tenant.secret);
  if (!context) throw new Error("no key");
  const [early, late] = [reserveSlot(context, 100), reserveSlot(context, 100)];
  if (!early.ok || !late.ok) throw new Error("no slot");
  let isEnded = false;
  const ended = endCompletions(200).then(() => (isEnded = true));
  early.slot.free();
  expect(reserveSlot(context, 100)).toMatchObject({ ok: false, apiError: { status: 503 } });
  // The wait is over only when a request that has its slot may no longer be sent.
  let response = await complete(late.slot);
  for (; response.apiError.status !== 503; response = await complete(late.slot)) expect(isEnded).toBe(false);
  expect(response.apiError.headers).toMatchObject({ "Retry-After": "5" });
  await ended;
  expect(await heldOf(tenant.workspaceId)).toEqual({ wallet: 0n, meters: 0n, holds: 0n, excess: 0n });

  async function complete(slot: Parameters<typeof completeChat>[0]["slot"]) {
    if (!context) throw new Error("no key");
    const result = await completeChat({
      kind: "chat",
      secret: new Redacted(tenant.secret),
      context,
      body: new Redacted<unknown>({
        model: "sandbox/wren",
        messages: [{ role: "user", content: "Hello" }],
        max_tokens: 8,
      }),
      app: { referer: null, title: null },
      tagHeaders: {},
      // Kept until the shutdown has stopped waiting for it.
      slot: { grow: () => null, free: () => undefined },
      signal: null,
      receivedMs: performance.now(),
    });
    if (result.kind !== "error") throw new Error("it was sent");
    if (result.apiError.status === 503) slot.free();
    return result;
  }
});
