import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { recordSecurityEvent } from "./record-security-event";

/**
 * Records a successful or failed sign-in without being awaited. For an unknown address, the same statement runs and
 * finds no user, so that the next response is not faster.
 */
export function recordSignIn(
  userId: string | null,
  kind: "sign_in" | "sign_in_failed",
  origin: RequestOrigin,
): void {
  const written = recordSecurityEvent(db(), { userId: userId ?? uuidv7(), kind, origin });
  void written.catch((error: unknown) => log().warn(errorFacts(error), "security event not recorded"));
}
