import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { asOwner } from "@/lib/testing/database";
import { createTenant, startApi, type TestApi } from "@/lib/testing/api";
import { deleteKey } from "../delete-key";
import { mintSecret } from "../internal/mint-secret";
import { rotateKey } from "../rotate-key";
import { updateKey } from "../update-key";
import { countRejection, flushRejections, purgeRejections, rejectionFigures } from "./count-rejection";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
  await closeDb();
});

const quarterHour = new Date("2026-03-10T14:15:00Z");
const flush = () => flushRejections(new Date("2026-03-10T14:20:00Z"));
const rows = (workspaceId: string) => db().keyRejection.findMany({ where: { workspaceId } });
const unknownSecret = () => mintSecret().secret;

async function use(secret: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const response = await api.call("/key", {
      secret,
      headers: { "x-forwarded-for": "203.0.113.77" },
    });
    expect(response.status).toBe(401);
  }
}

it("counts requests with disabled and deleted keys per quarter-hour, and writes nothing per request", async () => {
  const tenant = await createTenant();
  const { workspaceId, secret, key, actor } = tenant;
  expect((await api.call("/key", { secret })).status).toBe(200);
  await updateKey(actor, { id: key.id }, { disabled: true });
  await use(secret, 3);
  expect(await rows(workspaceId)).toEqual([]);
  await flush();
  await deleteKey(actor, { id: key.id });
  await use(secret, 2);
  await flush();
  await flush();
  expect(await rows(workspaceId)).toEqual([
    { keyId: key.id, workspaceId, quarterHour, requests: 5n, oldSecretRequests: 0n },
  ]);
});

it("counts requests with old secrets apart while the key works, also with a first secret whose row is gone", async () => {
  const { workspaceId, secret, key, actor } = await createTenant();
  const from = { channel: "command line" } as const;
  const rotate = async (seenLabel: string) => {
    const rotated = await rotateKey(actor, { id: key.id }, { overlapHours: 0, seenLabel }, from);
    if (!rotated.ok) throw new Error(rotated.code);
    return rotated.value;
  };
  const second = await rotate(key.label);
  await use(secret, 2);
  await flush();
  const counts = { requests: 2n, oldSecretRequests: 2n };
  expect(await rows(workspaceId)).toEqual([{ keyId: key.id, workspaceId, quarterHour, ...counts }]);
  const third = await rotate(second.key.label);
  await use(secret, 1);
  await use(second.secret, 1);
  await flush();
  expect(await rows(workspaceId)).toMatchObject([{ requests: 4n, oldSecretRequests: 4n }]);
  await updateKey(actor, { id: key.id }, { disabled: true });
  await use(secret, 1);
  await use(third.secret, 1);
  await flush();
  expect(await rows(workspaceId)).toMatchObject([{ requests: 6n, oldSecretRequests: 4n }]);
});

it("counts requests with every secret of a deleted key as the key's", async () => {
  const { workspaceId, secret, key, actor } = await createTenant();
  const from = { channel: "command line" } as const;
  const rotation = { overlapHours: 24, seenLabel: key.label };
  const rotated = await rotateKey(actor, { id: key.id }, rotation, from);
  if (!rotated.ok) throw new Error(rotated.code);
  await deleteKey(actor, { id: key.id });
  await use(secret, 1);
  await use(rotated.value.secret, 2);
  await flush();
  expect(await rows(workspaceId)).toMatchObject([{ requests: 3n, oldSecretRequests: 0n }]);
  const kept = await db().keySecret.findMany({ where: { keyId: key.id }, orderBy: { createdAt: "asc" } });
  const labels = [key.label, rotated.value.key.label];
  expect(kept).toMatchObject(labels.map((label) => ({ label, expiresAt: expect.any(Date) })));
  expect(kept.every(({ expiresAt }) => Number(expiresAt) <= Date.now() + 60_000)).toBe(true);
});

it("counts secrets that no key has in memory, and writes nothing about them", async () => {
  const before = rejectionFigures();
  const counted = await db().keyRejection.count();
  await use(unknownSecret(), 2);
  await use("sk-or-v1-mistyped", 1);
  await flush();
  const after = rejectionFigures();
  expect(after.unknown - before.unknown).toBe(3);
  expect(after.known).toBe(before.known);
  expect(await db().keyRejection.count()).toBe(counted);
});

it("counts a network as busy from 50 requests on", async () => {
  const before = rejectionFigures().busyNetworks;
  for (let time = 0; time < 49; time += 1) countRejection("mistyped", "198.51.100.0/24");
  expect(rejectionFigures().busyNetworks).toBe(before);
  countRejection("mistyped", "198.51.100.0/24");
  expect(rejectionFigures().busyNetworks).toBe(before + 1);
});

it("is bounded: a flood of secrets and networks is forgotten from its oldest on, and a key among it is not", async () => {
  const { workspaceId, secret, key, actor } = await createTenant();
  await deleteKey(actor, { id: key.id });
  const before = rejectionFigures();
  for (let index = 0; index < 12_000; index += 1) {
    countRejection(unknownSecret(), `10.${index >> 8}.${index & 255}.0/24`);
    if (index % 1_000 === 0) countRejection(secret, null);
  }
  await flush();
  expect(await rows(workspaceId)).toMatchObject([{ requests: 12n }]);
  const { unknown } = rejectionFigures();
  expect(unknown - before.unknown).toBeGreaterThan(4_000);
  expect(unknown - before.unknown).toBeLessThanOrEqual(5_000);
});

it("keeps what could not be written for the next flush", async () => {
  const { workspaceId, secret, key, actor } = await createTenant();
  await deleteKey(actor, { id: key.id });
  countRejection(secret, null);
  const rename = (from: string, to: string) =>
    asOwner((client) => client.query(`alter table ${from} rename to ${to}`));
  await rename("key_rejections", "key_rejections_away");
  await expect(flush()).rejects.toThrow();
  await rename("key_rejections_away", "key_rejections");
  countRejection(secret, null);
  await flush();
  expect(await rows(workspaceId)).toMatchObject([{ requests: 2n }]);
});

it("counts of several processes add up, and are deleted after two days", async () => {
  const { workspaceId, secret, key, actor } = await createTenant();
  await deleteKey(actor, { id: key.id });
  for (let time = 0; time < 4; time += 1) {
    countRejection(secret, null);
    void flush();
  }
  await flush();
  await expect.poll(async () => (await rows(workspaceId))[0]?.requests).toBe(4n);
  await purgeRejections(new Date("2026-03-12T14:15:00Z"));
  expect(await rows(workspaceId)).toHaveLength(1);
  await purgeRejections(new Date("2026-03-12T14:15:01Z"));
  expect(await rows(workspaceId)).toEqual([]);
});
