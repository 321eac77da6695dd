import "server-only";
import { randomBytes, timingSafeEqual } from "node:crypto";
import { deriveSecret } from "@/lib/config/secrets";
import { deviceDays } from "@/lib/accounts/rules/device";
import { msPerDay } from "@/lib/kernel/clock";

/** The account that a device is bound to. The hash changes with the password, which invalidates all earlier devices. */
export type DeviceOwner = { readonly userId: string; readonly passwordHash: string | null };

/**
 * Creates the value of the device cookie: a time, a random name, and a signature over both and the account. It grants
 * no access; it only proves that attempts come from the owner's device. A known device keeps its `name`, so that
 * signing in again gives it no new attempts.
 */
export function mintDeviceToken(owner: DeviceOwner, name: string | null = null, now = new Date()): string {
  const issued = Math.floor(now.getTime() / 1_000).toString(36);
  const nonce = name ?? randomBytes(16).toString("base64url");
  return `${issued}.${nonce}.${signature(owner, issued, nonce)}`;
}

/** The device's name, or null when the token is missing, too old, of another account or from an earlier password. */
export function readDeviceToken(
  token: string | null,
  owner: DeviceOwner | null,
  now = new Date(),
): string | null {
  const [, issued = "", nonce = "", mac = ""] = shape.exec(token ?? "") ?? [];
  // A signature is computed for an unknown address too, so that its response takes as long.
  const wanted = signature(owner ?? { userId: "", passwordHash: null }, issued, nonce);
  const isOurs = timingSafeEqual(
    Buffer.from(wanted),
    Buffer.from(mac.padEnd(wanted.length).slice(0, wanted.length)),
  );
  const ageMs = now.getTime() - Number.parseInt(issued, 36) * 1_000;
  return owner && isOurs && ageMs < deviceDays * msPerDay ? nonce : null;
}

const shape = /^([0-9a-z]{1,10})\.([\w-]{22})\.([\w-]{43})$/;

function signature({ userId, passwordHash }: DeviceOwner, issued: string, nonce: string): string {
  return deriveSecret("device", issued, nonce, userId, passwordHash);
}
