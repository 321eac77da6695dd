import "server-only";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import { type LinkedKey, mintDisableToken } from "./internal/disable-token";

/**
 * The link of a mail that disables a key without a session, for seven days. Send it only to `email`, the current address
 * of the user that it names; it works while that user may manage the key.
 */
export function makeDisableUrl(key: LinkedKey, email: string, now = new Date()): string {
  return `${env().appUrl}${paths.disableKey}?token=${mintDisableToken(key, email, now)}`;
}
