import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { getKey } from "@/lib/keys/get-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { unknownOrigin } from "@/lib/kernel/network";
import {
  createTenant,
  generationRows,
  issueKey,
  startApi,
  type TestApi,
  type Tenant,
} from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function rotate(
  { actor }: Tenant,
  key: { id: string; label: string },
  overlapHours: number,
): Promise<string> {
  const from = { channel: "console", origin: unknownOrigin } as const;
  const rotation = { overlapHours, seenLabel: key.label };
  const outcome = await rotateKey(actor, { id: key.id }, rotation, from);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.secret;
}

/** Long enough for the thousand tokens that the provider is told to count: a bill beyond what is possible is capped. */
const longPrompt = `${"word ".repeat(400)}[[sandbox:tokens=1000,500]]`;

const complete = (secret: string) =>
  api.call("/chat/completions", {
    secret,
    body: { model: "sandbox/heron", messages: [{ role: "user", content: longPrompt }] },
  });

test("both secrets spend from one limit, and all requests are those of one key", async () => {
  // Two of these requests, at $0.00125 each, and not a third.
  const tenant = await createTenant({ key: { limitNanos: 2_500_000n, limitReset: "daily" } });
  const secret = await rotate(tenant, tenant.key, 24);
  const used = [await complete(tenant.secret), await complete(secret)];
  expect(used.map(({ status }) => status)).toEqual([200, 200]);
  await drainSpending();
  const rows = await generationRows(tenant.workspaceId);
  expect(rows.map(({ key_id }) => key_id)).toEqual([tenant.key.id, tenant.key.id]);
  const found = await getKey(tenant.actor, { id: tenant.key.id });
  expect(found.ok && found.value.usage.dailyNanos).toBe(2_500_000n);
  expect([(await complete(tenant.secret)).status, (await complete(secret)).status]).toEqual([402, 402]);
  const answers = await Promise.all(
    [tenant.secret, secret].map(async (one) => (await api.call("/key", { secret: one })).json()),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toMatchObject({ data: { limit_remaining: 0, expires_at: null } });
});

test("a secret without an overlap is rejected with the next request, by every operation", async () => {
  const tenant = await createTenant();
  const manager = await issueKey(tenant, { kind: "management" });
  expect([
    (await complete(tenant.secret)).status,
    (await api.call("/keys", { secret: manager.secret })).status,
  ]).toEqual([200, 200]);
  const [inference, management] = [await rotate(tenant, tenant.key, 0), await rotate(tenant, manager.key, 0)];
  expect((await complete(tenant.secret)).status).toBe(401);
  expect((await api.call("/keys", { secret: manager.secret })).status).toBe(401);
  expect((await complete(inference)).status).toBe(200);
  const response = await api.call(`/keys/${tenant.key.hash}`, { secret: management });
  const { label } = await db().apiKey.findUniqueOrThrow({ where: { id: tenant.key.id } });
  expect(await response.json()).toMatchObject({ data: { hash: tenant.key.hash, label } });
});

test("what another process has ended or disabled is rejected with the next request, also where no hold follows", async () => {
  const tenant = await createTenant();
  const manager = await issueKey(tenant, { kind: "management" });
  const operations = [
    () => api.call("/keys", { secret: manager.secret, body: { name: "Left behind" } }),
    () => api.call("/keys", { secret: manager.secret }),
    () => api.call("/credits", { secret: manager.secret }),
    () => api.call("/key", { secret: tenant.secret }),
  ];
  const statuses = async () => {
    const found: number[] = [];
    for (const operation of operations) found.push((await operation()).status);
    return found;
  };
  expect(await statuses()).toEqual([201, 200, 200, 200]);
  // As another process writes it: the cache of this one does not hear of it.
  await db().apiKey.updateMany({ where: { id: tenant.key.id }, data: { disabledAt: new Date() } });
  await db().keySecret.updateMany({
    where: { keyId: manager.key.id },
    data: { expiresAt: new Date(0), label: manager.key.label },
  });
  expect(await statuses()).toEqual([401, 401, 401, 401]);
});
