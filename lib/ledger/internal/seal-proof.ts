import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/config/env";
import type { TransferRow } from "./transfer-rows";

/** A seal as stored. `tags` holds `tagBytes` bytes for each of the ids, in the same order. */
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

/**
 * Creates and verifies the proofs of seals. The key is derived from ENCRYPTION_KEY, which no database role can read.
 */
export class Sealer {
  readonly #key: Buffer;

  /** Uses today's key unless another one is passed. */
  constructor(encryptionKey = env().encryptionKey) {
    this.#key = Buffer.from(hkdfSync("sha256", encryptionKey, "", "counterfoil ledger seals", 32));
  }

  /** A sealer with the previous key; null when there is none. */
  static previous(): Sealer | null {
    const { previousEncryptionKey } = env();
    return previousEncryptionKey && new Sealer(previousEncryptionKey);
  }

  /** Identifies the key: the same for all seals of one key, and different for every other key. */
  keyPrint(): Buffer {
    return this.#hmac("key").subarray(0, tagBytes);
  }

  /** A tag over all fields of a transfer and its accounts. */
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

  /** Ids of the transfers in a seal of this key that have changed or no longer exist. */
  changedIn(seal: Seal, rows: ReadonlyMap<string, TransferRow>): readonly string[] {
    return seal.transferIds.filter((id, index) => {
      const row = rows.get(id);
      return !row || !this.tag(row).equals(seal.tags.subarray(index * tagBytes, (index + 1) * tagBytes));
    });
  }

  /** Covers the whole seal and the one before it; `previous` is null for the first. */
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
