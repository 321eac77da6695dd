import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { queueMail } from "@/lib/mail/queue-mail";
import type { RenderedMail } from "@/lib/mail/rules/render-mail";
import type { OperatorMailContext } from "../rules/operator-mails";

/** Queues a mail to every address of `OPERATOR_EMAILS`, in the caller's transaction. */
export async function tellOperators(
  tx: Tx,
  mailFor: (context: OperatorMailContext) => RenderedMail,
): Promise<void> {
  const operatorUrl = `${env().appUrl}${paths.operator}`;
  for (const recipient of env().operatorEmails)
    await queueMail(tx, mailFor({ product: product.name, recipient, operatorUrl }));
}
