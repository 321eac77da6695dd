import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { portOf } from "@/lib/sandbox/http/serve";
import type { Mailbox } from "./mailbox";

const bytesMax = 10 * 1024 * 1024;

/** Accepts every message on the loopback address, with or without a login, and delivers it to the mailbox. */
export async function startSmtp(mailbox: Mailbox, port: number) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    size: bytesMax,
    onAuth: (_auth, _session, callback) => callback(null, { user: "sandbox" }),
    onData: (stream, session, callback) => {
      receive(mailbox, stream, session).then(
        () => callback(null),
        (error: unknown) =>
          callback(error instanceof Error ? error : new Error("The message could not be read")),
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  // A client that disconnects early is not an error here.
  server.on("error", () => undefined);
  return {
    port: portOf(server.server.address()),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function receive(
  mailbox: Mailbox,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  if (stream.sizeExceeded) throw new Error("The message is larger than 10 MB");
  const { mailFrom, rcptTo } = session.envelope;
  await mailbox.receive(Buffer.concat(parts), {
    to: rcptTo.map((recipient) => recipient.address),
    from: mailFrom ? mailFrom.address : "",
  });
}
