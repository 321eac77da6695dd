import "server-only";
import { sendPending } from "./internal/send-pending";
import { errorFacts, log } from "@/lib/config/log";

let running: Promise<void> | null = null;
let isAskedAgain = false;

/**
 * Sends the due mails of the outbox. Never throws: a failed delivery is retried later, and is not the caller's problem.
 * One run at a time per process; a call during a run starts another one after it.
 */
export function deliverMails(): Promise<void> {
  if (running) {
    isAskedAgain = true;
    return running;
  }
  running = run().finally(() => {
    running = null;
  });
  return running;
}

async function run(): Promise<void> {
  do {
    isAskedAgain = false;
    try {
      await sendPending();
    } catch (error) {
      log().error(errorFacts(error), "mail delivery failed");
    }
  } while (isAskedAgain);
}
