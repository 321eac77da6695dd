import "server-only";
import { timingSafeEqual } from "node:crypto";
import { deriveSecret } from "@/lib/config/secrets";
import { disableLinkMs, disableTokenShape } from "@/lib/keys/rules/disable-link";

/** The key that a link may disable, and the user to whose address the link was sent. */
export type LinkedKey = { readonly workspaceId: string; readonly userId: string; readonly keyId: string };

/** Creates the secret of a link that can disable this one key, and do nothing else, until it expires. */
export function mintDisableToken(key: LinkedKey, email: string, now = new Date()): string {
  const time = Buffer.alloc(6);
  time.writeUIntBE(now.getTime() + disableLinkMs, 0, 6);
  const ids = [key.workspaceId, key.userId, key.keyId].map((id) =>
    Buffer.from(id.replaceAll("-", ""), "hex"),
  );
  const payload = Buffer.concat([...ids, time]).toString("base64url");
  return `${payload}.${signature(payload, email)}`;
}

/**
 * What a token claims to be for. Nothing is proven yet, because the signature includes the address of a user who has to
 * be looked up first: call `isSigned` next. Null when it is malformed or expired.
 */
export function readDisableToken(token: string, now = new Date()): (LinkedKey & SignedClaim) | null {
  const [, payload = "", mac = ""] = disableTokenShape.exec(token) ?? [];
  if (payload === "") return null;
  const bytes = Buffer.from(payload, "base64url");
  if (now.getTime() >= bytes.readUIntBE(48, 6)) return null;
  const [workspaceId, userId, keyId] = [uuidAt(bytes, 0), uuidAt(bytes, 16), uuidAt(bytes, 32)];
  return { workspaceId, userId, keyId, payload, mac };
}

type SignedClaim = { readonly payload: string; readonly mac: string };

/** Whether this installation made the token for the mailbox that its user has now. */
export function isSigned({ payload, mac }: SignedClaim, email: string): boolean {
  return timingSafeEqual(Buffer.from(signature(payload, email)), Buffer.from(mac));
}

function signature(payload: string, email: string): string {
  return deriveSecret("disable key", payload, email);
}

function uuidAt(bytes: Buffer, start: number): string {
  const hex = bytes.toString("hex", start, start + 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
