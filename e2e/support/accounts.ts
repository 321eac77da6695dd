import { randomUUID } from "node:crypto";
import { createUser } from "@/lib/accounts/create-user";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Nanos, parseDollars } from "@/lib/kernel/money";
import type { NewKey } from "@/lib/keys/rules/key-input";
import { getBalance } from "@/lib/ledger/get-balance";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { type MadeKey, makeKey as makeKeyBy } from "@/lib/testing/keys";
import { makeSession as makeSessionOf } from "@/lib/testing/sessions";
import { useProductDatabase } from "./product";

export type Account = { readonly email: string; readonly password: string; readonly actor: Actor };

export const password = "copper lantern drifts over barley";

/**
 * A separate verified account for one test, created with the product's own verbs. It has exactly the requested credits,
 * in dollars, and none by default: the sandbox's sign-up grant is only for users who sign up.
 */
export async function makeAccount({
  name = "ada",
  email = uniqueEmail(name),
  credits = "0",
}: { name?: string; email?: string; credits?: string } = {}): Promise<Account> {
  useProductDatabase();
  const created = await createUser({ email, password, verified: true });
  if (!created.ok) throw new Error(created.code);
  const { userId, workspaceId } = created.value;
  const amountNanos = parseDollars(credits) ?? 0n;
  if (amountNanos > 0n) {
    const grant = { workspaceId, amountNanos, reason: "For a test", idempotencyKey: randomUUID() };
    await grantCredits({ userId: null }, grant);
  }
  return { email, password, actor: { userId, workspaceId, role: "owner" } };
}

/**
 * The account of an operator address of the product under test, created if it does not exist. Other tests may have
 * changed its appearance.
 */
export async function operatorAccount(
  email: "operator@example.test" | "spare-operator@example.test" = "operator@example.test",
): Promise<Account> {
  useProductDatabase();
  const known = await db().user.findUnique({ where: { email }, select: { id: true } });
  if (!known) return makeAccount({ email });
  const appearance = { theme: "system", formatChoice: "en-US" };
  await db().user.update({ where: { email }, data: appearance, select: { id: true } });
  return findAccount(email);
}

export function uniqueEmail(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}@example.test`;
}

/** A key of an account, with its secret. */
export function makeKey({ actor }: Account, input: Partial<NewKey> = {}): Promise<MadeKey> {
  return makeKeyBy(actor, { name: "Test", ...input });
}

/** A key whose label is "sk-or-v1-abc...123". */
export async function makeLabeledKey(account: Account): Promise<string> {
  const { id } = await makeKey(account);
  await db().apiKey.update({ where: { id }, data: { label: "sk-or-v1-abc...123" }, select: { id: true } });
  return id;
}

/** A live session of an account's user. */
export async function makeSession(account: Account): Promise<string> {
  return makeSessionOf(account.actor.userId);
}

/** The account of an address that signed up through the pages. */
export async function findAccount(email: string): Promise<Account> {
  useProductDatabase();
  const user = await db().user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  const workspace = await db().workspace.findUniqueOrThrow({
    where: { personalUserId: user.id },
    select: { id: true },
  });
  return { email, password, actor: { userId: user.id, workspaceId: workspace.id, role: "owner" } };
}

/** The ledger's balance, in nano-dollars. */
export async function balanceOf(account: Account): Promise<Nanos> {
  const { balanceNanos } = await getBalance(account.actor.workspaceId);
  return balanceNanos;
}
