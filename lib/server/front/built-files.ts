import "server-only";
import { createReadStream, readdirSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { defaultHeaders } from "@/lib/config/default-headers";

/** The built scripts and styles, compressed once at the build, better than would be possible for each request. */
export type BuiltFiles = {
  /** Sends the compressed file. False when there is none, or the client does not take it: then nothing was sent. */
  send(incoming: IncomingMessage, response: ServerResponse): boolean;
};

/** No files; all requests go to the pages' server. */
export const noFiles: BuiltFiles = { send: () => false };

const types: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};
/** A page needs at most about thirty; more open files at once wait for the pages' server. */
const openMax = 256;

/**
 * Reads the list of compressed files in `folder`. Only files of this list are sent, by their exact address, so a path in
 * a request never reaches the file system. A folder that does not exist has no files.
 */
export function readBuiltFiles(folder = ".next/compressed"): BuiltFiles {
  const files = new Map(
    list(folder).map((name) => {
      const file = path.join(folder, name);
      const address = `/_next/static/${name.replaceAll(path.sep, "/").replace(/\.br$/, "")}`;
      return [address, { file, bytes: statSync(file).size, type: types[path.extname(address)] }] as const;
    }),
  );
  let open = 0;
  return {
    send: (incoming, response) => {
      const found = files.get((incoming.url ?? "").split("?", 1)[0] ?? "");
      const isRead = incoming.method === "GET" || incoming.method === "HEAD";
      if (!found?.type || !isRead || open >= openMax || !takesBrotli(incoming)) return false;
      response.writeHead(200, {
        ...defaultHeaders,
        "Content-Type": found.type,
        "Content-Encoding": "br",
        "Content-Length": found.bytes,
        "Cache-Control": "public, max-age=31536000, immutable",
        Vary: "Accept-Encoding",
      });
      if (incoming.method === "HEAD") return (response.end(), true);
      open += 1;
      const stream = createReadStream(found.file);
      stream.once("close", () => (open -= 1));
      stream.once("error", () => response.destroy());
      response.once("close", () => stream.destroy());
      stream.pipe(response);
      return true;
    },
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".br"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Browsers ask for Brotli over https and on localhost. */
function takesBrotli({ headers }: IncomingMessage): boolean {
  const accepted = headers["accept-encoding"]?.toString() ?? "";
  return accepted
    .split(",")
    .some((one) => /^\s*br\s*(?:;\s*q=(?:1(?:\.0*)?|0?\.\d*[1-9]\d*)\s*)?$/i.test(one));
}
