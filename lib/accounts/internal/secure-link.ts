import "server-only";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { issueToken, tokenLink } from "./email-token";

/** A link for a mail that secures the account without a session: it works once, for seven days. */
export async function secureLink(tx: Tx, userId: string, email: string): Promise<string> {
  return tokenLink(paths.secureAccount, await issueToken(tx, { userId, purpose: "secure", email }));
}
