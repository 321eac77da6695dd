import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { createTransport } from "nodemailer";
import { env } from "@/lib/config/env";

/** Connects and authenticates to the mail server, without sending. Throws a sentence with what to do. */
export async function checkMail(): Promise<string> {
  const transport = createTransport({
    url: env().smtpUrl,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 5_000,
  });
  try {
    await transport.verify();
    return "the mail server is responding";
  } catch {
    throw new OperatorProblem("the mail server of SMTP_URL is not responding or rejects the sign-in");
  } finally {
    transport.close();
  }
}
