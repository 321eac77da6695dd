import "server-only";
import { StringDecoder } from "node:string_decoder";
import { isLogLine } from "@/lib/config/log";

/** Log lines are far shorter. A longer line is not one of ours, and is not buffered. */
const lineLengthMax = 64 * 1024;
/** Lines within this time, such as those of a stack trace, are reported together. */
const gatherMs = 100;

export type ChildOutput = {
  take(chunk: Buffer): void;
  /** Flushes the rest: a line without an end, and output not yet reported. */
  end(): void;
};

/**
 * Passes on those lines of a process that are lines of our log. For all others it reports only the number of bytes,
 * because a framework prints error messages, and those quote rows, headers and bodies.
 */
export function logLinesOnly(part: string, write: (text: string) => void): ChildOutput {
  const decoder = new StringDecoder("utf8");
  let line = "";
  let isTooLong = false;
  let rawBytes = 0;
  let timer: NodeJS.Timeout | null = null;

  const tell = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (rawBytes === 0) return;
    const fields = {
      level: 40,
      time: new Date().toISOString(),
      event: "unexpected_output",
      part,
      bytes: rawBytes,
    };
    rawBytes = 0;
    write(`${JSON.stringify(fields)}\n`);
  };
  const raw = (text: string) => {
    rawBytes += Buffer.byteLength(text);
    timer ??= setTimeout(tell, gatherMs).unref();
  };
  const judge = (ended: string) => {
    if (!isTooLong && isLogLine(ended)) write(`${ended}\n`);
    else if (ended.trim() !== "") raw(ended);
    isTooLong = false;
  };
  const gather = (text: string) => {
    const [first = "", ...others] = text.split("\n");
    line += first;
    for (const next of others) {
      judge(line);
      line = next;
    }
    if (line.length <= lineLengthMax) return;
    raw(line);
    line = "";
    isTooLong = true;
  };
  return {
    take: (chunk) => gather(decoder.write(chunk)),
    end: () => {
      gather(`${decoder.end()}\n`);
      tell();
    },
  };
}
