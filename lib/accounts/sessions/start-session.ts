import "server-only";
import { uuidv7 } from "uuidv7";
import { hashSecret, mintSecret } from "@/lib/accounts/internal/secret";
import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";

export const idleHours = 12;
const absoluteDays = 7;

/** Opens a session and returns its secret, which is never stored: only its hash is. */
export async function startSession(userId: string, origin: RequestOrigin): Promise<string> {
  const secret = mintSecret();
  await db().session.create({
    data: {
      idHash: hashSecret(secret),
      userId,
      publicId: uuidv7(),
      claims: {},
      userAgent: origin.userAgent,
      network: origin.network,
      expiresAt: new Date(Date.now() + absoluteDays * msPerDay),
    },
  });
  return secret;
}
