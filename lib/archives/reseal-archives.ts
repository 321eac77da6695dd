import "server-only";
import type { SealedBytes } from "@/lib/config/sealed-bytes";
import { sqlPool } from "@/lib/db/client";
import { type PartPlace, reencryptPart } from "./internal/encrypt-part";

/** Pieces that are in memory at once, of about a megabyte each. */
const pageSize = 8;

export type ResealedArchives = {
  /** Pieces that were encrypted again in this run. */
  readonly resealed: number;
  /** Pieces that neither key decrypts. Left unchanged. */
  readonly unreadable: number;
};

/**
 * Encrypts with ENCRYPTION_KEY every piece of an archive that ENCRYPTION_KEY_PREVIOUS decrypts. Each has a separate
 * statement that changes nothing when the archive was deleted in the meantime. Repeated runs are harmless.
 */
export async function resealArchives(): Promise<ResealedArchives> {
  const counts = { resealed: 0, unreadable: 0, unchanged: 0 };
  let last: PartPlace = { archiveId: "00000000-0000-0000-0000-000000000000", number: 0 };
  for (;;) {
    const { rows } = await sqlPool().query<PartPlace & SealedBytes>(
      `select archive_id as "archiveId", number, nonce, ciphertext from archive_parts
        where (archive_id, number) > ($1, $2) order by archive_id, number limit ${pageSize}`,
      [last.archiveId, last.number],
    );
    for (const part of rows) counts[await reseal(part)] += 1;
    const end = rows.at(-1);
    if (!end) return { resealed: counts.resealed, unreadable: counts.unreadable };
    last = end;
  }
}

async function reseal(part: PartPlace & SealedBytes): Promise<"resealed" | "unreadable" | "unchanged"> {
  const renewed = reencrypted(part);
  if (renewed === "unreadable") return renewed;
  if (!renewed) return "unchanged";
  const { rowCount } = await sqlPool().query(
    "update archive_parts set nonce = $3, ciphertext = $4 where archive_id = $1 and number = $2 and nonce = $5",
    [part.archiveId, part.number, renewed.nonce, renewed.ciphertext, part.nonce],
  );
  return rowCount === 1 ? "resealed" : "unchanged";
}

function reencrypted(part: PartPlace & SealedBytes): SealedBytes | "unreadable" | null {
  try {
    return reencryptPart(part, part);
  } catch {
    return "unreadable";
  }
}
