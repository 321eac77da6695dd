import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";
import type { Outcome } from "@/lib/kernel/outcome";
import { rotateKey } from "@/lib/keys/rotate-key";
import { updateKey } from "@/lib/keys/update-key";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { dollars, useKey } from "@/lib/testing/alerts";
import { type Account, makeKey } from "./accounts";
import { purchaseIn } from "./purchases";

/** Ids of records that pages show one of. */
export type StateRecords = { readonly key: string; readonly purchase: string };

/** Gives a workspace one of each state that its owner can meet: of keys, purchases, auto top-up, consent and notices. */
export async function seedStates(account: Account): Promise<StateRecords> {
  // First, while the balance is below its threshold.
  await purchaseIn.automatic(account);
  const purchase = await purchaseIn.refundedInPart(account);
  await purchaseIn.expired(account);
  await purchaseIn.processing(account);
  await purchaseIn.declined(account);
  await seedConsent(account);
  return { purchase, key: await seedKeys(account) };
}

/** Unlimited, far below a limit, near it, at it, disabled, about to expire, and with an old secret. Returns the last. */
async function seedKeys(account: Account): Promise<string> {
  await makeKey(account, { name: "Notebook" });
  for (const [name, used] of [
    ["Staging", 2.5],
    ["Nightly evaluation", 20.5],
    ["Demo", 25],
  ] as const) {
    const { id } = await makeKey(account, { name, limitNanos: dollars(25), limitReset: "monthly" });
    await useKey(id, used);
  }
  const { id: disabled } = await makeKey(account, { name: "Lost laptop" });
  done(await updateKey(account.actor, { id: disabled }, { disabled: true }));
  await makeKey(account, { name: "Contractor", expiresAt: new Date(Date.now() + 6.5 * msPerDay) });
  const { id } = await makeKey(account, {
    name: "Production",
    limitNanos: dollars(100),
    limitReset: "monthly",
  });
  await useKey(id, 31.4);
  const { label } = await db().apiKey.findUniqueOrThrow({ where: { id }, select: { label: true } });
  const from = { channel: "console", origin: unknownOrigin } as const;
  done(await rotateKey(account.actor, { id }, { overlapHours: 24, seenLabel: label }, from));
  return id;
}

/** Prompt logging was tried and turned off again; free models may train. */
async function seedConsent({ actor }: Account): Promise<void> {
  for (const change of [{ logPrompts: true }, { logPrompts: false }, { trainFree: true }])
    done(await updatePrivacySettings(actor, change));
}

function done(outcome: Outcome<unknown, string>): void {
  if (!outcome.ok) throw new Error(outcome.code);
}
