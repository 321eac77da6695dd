import "server-only";
import { recordSecurityEvent } from "@/lib/accounts/security-log/record-security-event";
import type { Tx } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { dollarsText } from "@/lib/kernel/money";
import type { AlertRecipient } from "../list-alert-recipients";
import type { AlertFact } from "../rules/alert-fact";

type LoggedAlert = {
  readonly fact: AlertFact;
  readonly keyLabel: string | null;
  readonly recipients: readonly AlertRecipient[];
};

/**
 * Adds alerts about security to the security log of everyone who is told. The label of a key says which one it is, without
 * a name that someone else chose. It locks their users, so it comes before mails, which lock their addresses.
 */
export async function logAlert(tx: Tx, { fact, keyLabel, recipients }: LoggedAlert): Promise<void> {
  const line = lineOf(fact, keyLabel);
  if (!line) return;
  const inOrder = recipients.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  for (const { userId } of inOrder) await recordSecurityEvent(tx, { userId, origin: unknownOrigin, ...line });
}

type LogLine = {
  readonly kind: "unusual_spend" | "key_rejected";
  readonly detail: Readonly<Record<string, string | number>>;
};

function lineOf(fact: AlertFact, keyLabel: string | null): LogLine | null {
  const key: Readonly<Record<string, string>> = keyLabel === null ? {} : { key: keyLabel };
  if (fact.kind === "unusual_spend")
    return { kind: fact.kind, detail: { ...key, spentUsd: dollarsText(fact.spentNanos) } };
  if (fact.kind === "key_rejected")
    return { kind: fact.kind, detail: { ...key, requests: fact.requests, state: fact.state } };
  return null;
}
