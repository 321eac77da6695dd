import { afterAll, expect, it } from "vitest";
import { listKeySpend } from "@/lib/activity/list-key-spend";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { closeDb, sqlPool } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import {
  createSpendingKey,
  finishedGeneration,
  generationIdAt,
  holdExactly,
} from "@/lib/testing/generations";
import { makeKey } from "@/lib/testing/keys";
import { createKey } from "./create-key";
import { endOldSecret } from "./end-old-secret";
import { findKeys, keysPerPage } from "./find-keys";
import { rotateKey } from "./rotate-key";

await testDatabase();
await ensurePartitions();
afterAll(closeDb);

const everything = { kind: "inference", search: "", show: null, sort: "newest", page: 1 } as const;

it("keys of another workspace and of other members do not exist, and pages have no gap", async () => {
  const { actor, workspaceId } = await createWorkspace();
  const other = await createWorkspace();
  await createKey(other.actor, { name: "Foreign" });
  const made = await createKey(actor, { name: "Production" });
  await sqlPool().query(
    `insert into api_keys (id, workspace_id, hash, name, label, created_at)
     select gen_random_uuid(), $1::uuid, encode(sha256(($1::uuid::text || n)::bytea), 'hex'), 'Key ' || n, 'sk', now() - n * interval '1 minute'
       from generate_series(1, $2::int) n`,
    [workspaceId, keysPerPage],
  );
  const [first, second] = [
    await findKeys(actor, everything),
    await findKeys(actor, { ...everything, page: 2 }),
  ];
  const names = [...first.rows, ...second.rows].map(({ name }) => name);
  expect(names).toEqual(["Production", ...Array.from({ length: keysPerPage }, (_, n) => `Key ${n + 1}`)]);
  expect(first).toMatchObject({ found: keysPerPage + 1, all: keysPerPage + 1 });
  expect(await findKeys(actor, { ...everything, search: "foreign" })).toMatchObject({ rows: [], found: 0 });
  expect(await findKeys(actor, { ...everything, page: 3 })).toMatchObject({ rows: [] });
  expect(made.ok).toBe(true);
  const member = { ...actor, role: "member", userId: other.actor.userId } as const;
  expect(await findKeys(member, everything)).toMatchObject({ rows: [], all: 0 });
});

it("a key is found by the label of its old secret while that works", async () => {
  const { actor } = await createWorkspace();
  const { id, label } = await makeKey(actor);
  await makeKey(actor, { name: "Another" });
  const from = { channel: "console", origin: unknownOrigin } as const;
  await rotateKey(actor, { id }, { overlapHours: 24, seenLabel: label }, from);
  const search = async () =>
    (await findKeys(actor, { ...everything, search: label })).rows.map((key) => key.id);
  expect(await search()).toEqual([id]);
  await endOldSecret(actor, { id }, label, from);
  expect(await search()).toEqual([]);
});

it("spend per day is that of the workspace's own keys, with days without spend as zero", async () => {
  const { workspaceId } = await createWorkspace({ credits: 1_000_000n });
  const other = await createWorkspace({ credits: 1_000_000n });
  const [keyId, foreign] = [await createSpendingKey(workspaceId), await createSpendingKey(other.workspaceId)];
  // One moment for all, so that no midnight comes between the requests and the question.
  const now = new Date();
  for (const by of [
    { workspaceId, keyId },
    { workspaceId, keyId },
    { workspaceId: other.workspaceId, keyId: foreign },
  ]) {
    const id = generationIdAt(now);
    expect(await holdExactly(by.workspaceId, by.keyId, 10n, id)).toMatchObject({ ok: true });
    await settleGeneration(finishedGeneration({ ...by, id, costNanos: 7n }));
  }
  const keyIds = [keyId, foreign];
  expect(await listKeySpend(workspaceId, { keyIds, days: 3, now })).toEqual(
    new Map([[keyId, [0n, 0n, 14n]]]),
  );
  const tomorrow = new Date(now.getTime() + 86_400_000);
  expect(await listKeySpend(workspaceId, { keyIds, days: 3, now: tomorrow })).toEqual(
    new Map([[keyId, [0n, 14n, 0n]]]),
  );
  expect(await listKeySpend(workspaceId, { keyIds: [], days: 3 })).toEqual(new Map());
});
