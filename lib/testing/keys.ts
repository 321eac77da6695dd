import type { Actor } from "@/lib/kernel/actor";
import { createKey } from "@/lib/keys/create-key";
import type { NewKey } from "@/lib/keys/rules/key-input";

export type MadeKey = {
  readonly id: string;
  readonly hash: string;
  readonly label: string;
  readonly secret: string;
};

/** A key by this actor, made as the product makes it: "Production", for inference, unless the input says otherwise. */
export async function makeKey(by: Actor, input: Partial<NewKey> = {}): Promise<MadeKey> {
  const outcome = await createKey(by, { name: "Production", ...input });
  if (!outcome.ok) throw new Error(outcome.code);
  const { key, secret } = outcome.value;
  return { id: key.id, hash: key.hash, label: key.label, secret };
}
