import { createHmac } from "node:crypto";
import { getTwoFactor } from "@/lib/accounts/two-factor/get-two-factor";
import { confirmTwoFactor, startTwoFactor } from "@/lib/accounts/two-factor/set-up-two-factor";
import type { Clock } from "@/lib/kernel/clock";
import { unknownOrigin } from "@/lib/kernel/network";

/** An authenticator app of our own, written from RFC 6238: the code that it shows at a moment. */
export function codeAt(secret: string, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (mac[19] ?? 0) % 16;
  return String((mac.readUInt32BE(offset) % 2 ** 31) % 1_000_000).padStart(6, "0");
}

/** A code that the app shows neither at the moment nor in the minutes around it. */
export function wrongCodeAt(secret: string, at: Date): string {
  const shown = [-2, -1, 0, 1, 2].map((step) => codeAt(secret, new Date(at.getTime() + step * 30_000)));
  return (
    ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !shown.includes(code)) ?? ""
  );
}

export type TestFactor = { readonly secret: string; readonly codes: readonly string[] };

/** Turns two-factor authentication of a user on, with the code of half a minute before the clock's time. */
export async function turnOn(
  userId: string,
  currentPassword: string,
  clock: Clock = () => new Date(),
): Promise<TestFactor> {
  await startTwoFactor(userId, currentPassword, clock);
  const pending = await getTwoFactor(userId, clock);
  if (pending.state !== "pending") throw new Error(pending.state);
  const { secret } = pending;
  const factorCode = codeAt(secret, new Date(clock().getTime() - 30_000));
  const confirmed = await confirmTwoFactor({ userId, factorCode, origin: unknownOrigin }, clock);
  if (!confirmed.ok) throw new Error(confirmed.code);
  return { secret, codes: confirmed.value.codes };
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
