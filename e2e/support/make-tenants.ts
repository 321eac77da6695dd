import { randomUUID } from "node:crypto";
import { createUser } from "@/lib/accounts/create-user";
import { closeDb } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { parseDollars } from "@/lib/kernel/money";
import { createKey } from "@/lib/keys/create-key";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import type { Tenant, TenantRequest } from "./tenants";

/**
 * Process entry: creates the tenants given as JSON in the first argument, in the running product whose environment this
 * process has, and prints them as JSON. A separate process, so that the test process has no open connection when a test
 * stops or kills the database.
 */
async function make({ credits, logsPrompts }: TenantRequest): Promise<Tenant> {
  const email = `tenant-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, verified: true });
  if (!created.ok) throw new Error(created.code);
  const { userId, workspaceId } = created.value;
  const amountNanos = parseDollars(credits) ?? 0n;
  await grantCredits(
    { userId: null },
    { workspaceId, amountNanos, reason: "For a test", idempotencyKey: randomUUID() },
  );
  const actor: Actor = { userId, workspaceId, role: "owner" };
  if (logsPrompts) {
    const changed = await updatePrivacySettings(actor, { logPrompts: true });
    if (!changed.ok) throw new Error(changed.code);
  }
  const [first, second, management] = [
    await makeKey(actor, "inference"),
    await makeKey(actor, "inference"),
    await makeKey(actor, "management"),
  ];
  return {
    workspaceId,
    secret: first.secret,
    keyHash: first.hash,
    otherSecret: second.secret,
    managementSecret: management.secret,
  };
}

async function makeKey(actor: Actor, kind: "inference" | "management") {
  const made = await createKey(actor, { name: "Outside", kind });
  if (!made.ok) throw new Error(made.code);
  return { secret: made.value.secret, hash: made.value.key.hash };
}

const requests = JSON.parse(process.argv[2] ?? "[]") as TenantRequest[];
const tenants: Tenant[] = [];
for (const request of requests) tenants.push(await make(request));
process.stdout.write(JSON.stringify(tenants));
await closeDb();
