import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { recordSecurityEvent } from "./record-security-event";

/**
 * Notes a sign-in, or one that failed, without being waited for. For nobody the same statement finds no person, so that
 * the next answer is not sooner.
 */
export function noteSignIn(
  userId: string | null,
  kind: "sign_in" | "sign_in_failed",
  origin: RequestOrigin,
): void {
  const written = recordSecurityEvent(db(), { userId: userId ?? uuidv7(), kind, origin });
  void written.catch((error: unknown) => log().warn(errorFacts(error), "security event not recorded"));
}
