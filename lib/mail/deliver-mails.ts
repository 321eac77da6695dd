import "server-only";
import { sendPending } from "./internal/send-pending";
import { errorFacts, log } from "@/lib/config/log";

let running: Promise<void> | null = null;
let isAskedAgain = false;

/**
 * Sends what is due in the outbox. Never throws: a mail that does not go out is tried again later, and whoever
 * kicked this has nothing to do with it. One run at a time per process; a kick during a run makes another follow.
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
