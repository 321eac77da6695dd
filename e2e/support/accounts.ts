import { randomUUID } from "node:crypto";
import { createUser } from "@/lib/accounts/create-user";
import type { Actor } from "@/lib/kernel/actor";
import { nanosPerDollar } from "@/lib/kernel/money";
import { createKey } from "@/lib/keys/create-key";
import type { NewKey } from "@/lib/keys/rules/key-input";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { useProductDatabase } from "./product";

export type Account = { readonly email: string; readonly password: string; readonly actor: Actor };

export const password = "correct horse battery staple";

/** A verified account of its own for one test, with credits when asked; made by the product's own verbs. */
export async function makeAccount({
  name = "ada",
  credits = 0,
}: { name?: string; credits?: number } = {}): Promise<Account> {
  useProductDatabase();
  const email = `${name}-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, password, verified: true });
  if (!created.ok) throw new Error(created.code);
  const { userId, workspaceId } = created.value;
  if (credits > 0) {
    const amountNanos = BigInt(credits) * nanosPerDollar;
    await grantCredits(
      { userId: null },
      { workspaceId, amountNanos, reason: "For a test", idempotencyKey: randomUUID() },
    );
  }
  return { email, password, actor: { userId, workspaceId, role: "owner" } };
}

/** A key of that account; the secret is what a program would hold. */
export async function makeKey(
  account: Account,
  input: Partial<NewKey> = {},
): Promise<{ id: string; hash: string; secret: string }> {
  const made = await createKey(account.actor, { name: "Test", ...input });
  if (!made.ok) throw new Error(made.code);
  return { id: made.value.key.id, hash: made.value.key.hash, secret: made.value.secret };
}
