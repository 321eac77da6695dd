import "server-only";
import { createHash } from "node:crypto";
import { type TransferInput, transferFingerprint } from "@/lib/ledger/rules/transfer-input";

/** SHA-256 of the transfer's fingerprint. */
export function inputHash(input: TransferInput): Buffer {
  return sha256(transferFingerprint(input));
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
