import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/config/env";
import type { TransferRow } from "./transfer-rows";

/** A seal as stored. `tags` holds `tagBytes` for each of the ids, in their order. */
export type Seal = {
  readonly number: bigint;
  readonly transferIds: readonly string[];
  readonly tags: Buffer;
  readonly upTo: string;
  readonly keyPrint: Buffer;
  readonly mac: Buffer;
  readonly sealedAt: Date;
};

const tagBytes = 8;

/** Makes and judges the proofs of seals. The key is derived from ENCRYPTION_KEY, which no database role can read. */
export class Sealer {
  readonly #key: Buffer;

  /** Without a word with the key of today. */
  constructor(encryptionKey = env().encryptionKey) {
    this.#key = Buffer.from(hkdfSync("sha256", encryptionKey, "", "counterfoil ledger seals", 32));
  }

  /** With the key of before; null when there is none. */
  static previous(): Sealer | null {
    const { previousEncryptionKey } = env();
    return previousEncryptionKey && new Sealer(previousEncryptionKey);
  }

  /** The same for every seal of one key, and for no other. */
  keyPrint(): Buffer {
    return this.#hmac("key").subarray(0, tagBytes);
  }

  /** Of everything that a transfer and its accounts say. */
  tag(row: TransferRow): Buffer {
    const text = JSON.stringify([
      "transfer",
      row.id,
      row.workspaceId,
      [row.debitAccountId, row.debitKind, row.debitWorkspaceId],
      [row.creditAccountId, row.creditKind, row.creditWorkspaceId],
      row.amountNanos.toString(),
      row.code,
      row.idempotencyKey,
      row.inputHash.toString("hex"),
      row.reason,
      row.actorUserId,
      row.createdAt.getTime(),
    ]);
    return this.#hmac(text).subarray(0, tagBytes);
  }

  /** Ids of the transfers of a seal of this key that say something else now, or are gone. */
  changedIn(seal: Seal, rows: ReadonlyMap<string, TransferRow>): readonly string[] {
    return seal.transferIds.filter((id, index) => {
      const row = rows.get(id);
      return !row || !this.tag(row).equals(seal.tags.subarray(index * tagBytes, (index + 1) * tagBytes));
    });
  }

  /** Of the whole seal and of the one before it; `previous` is null for the first. */
  mac(seal: Omit<Seal, "mac">, previous: Buffer | null): Buffer {
    const text = JSON.stringify([
      "seal",
      seal.number.toString(),
      previous?.toString("hex") ?? null,
      seal.transferIds,
      seal.tags.toString("hex"),
      seal.upTo,
      seal.sealedAt.getTime(),
    ]);
    return this.#hmac(text);
  }

  #hmac(text: string): Buffer {
    return createHmac("sha256", this.#key).update(text).digest();
  }
}
