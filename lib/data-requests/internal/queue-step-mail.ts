import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Tx } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { queueMail } from "@/lib/mail/queue-mail";
import { type MailedStep, requestStepMail } from "../rules/request-mails";
import { requestUrl } from "./request-secret";

type Addressed = {
  readonly id: string;
  readonly email: string | null;
  readonly agentEmail: string | null;
};

/** Tells the person, and the agent, that a request took a step. Nothing is sent once the account is deleted. */
export async function queueStepMail(tx: Tx, request: Addressed, step: MailedStep): Promise<void> {
  const { id, email, agentEmail } = request;
  const { contacts, appUrl } = env();
  const formUrl = `${appUrl}${paths.privacyRequest}`;
  const context = { from: product.name, privacyEmail: contacts.privacyEmail, formUrl };
  if (email)
    await queueMail(
      tx,
      requestStepMail(step, { ...context, recipient: email, url: requestUrl(id, "person") }),
    );
  if (agentEmail && agentEmail !== email)
    await queueMail(
      tx,
      requestStepMail(step, { ...context, recipient: agentEmail, url: requestUrl(id, "agent") }),
    );
}
