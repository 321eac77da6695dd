import "server-only";
import { createReadStream, readdirSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { defaultHeaders } from "@/lib/config/default-headers";
import { acceptedEncoding } from "@/lib/server/rules/accepted-encoding";

/** The built scripts and styles, compressed once at the build, better than would be possible for each request. */
export type BuiltFiles = {
  /** Sends the compressed file. False when there is none, or the client does not take it: then nothing was sent. */
  send(incoming: IncomingMessage, response: ServerResponse): boolean;
  /** Address of the script of plain pages; null when there is none. */
  readonly plainScript: string | null;
};

/** No files; all requests go to the pages' server. */
export const noFiles: BuiltFiles = { send: () => false, plainScript: null };

const types: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};
/** `setup/plain-script.mjs` writes it. */
const plainScriptFolder = "/_next/static/plain/";
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
    plainScript: [...files.keys()].find((address) => address.startsWith(plainScriptFolder)) ?? null,
    send: (incoming, response) => {
      const found = files.get((incoming.url ?? "").split("?", 1)[0] ?? "");
      const isRead = incoming.method === "GET" || incoming.method === "HEAD";
      if (!found?.type || !isRead || open >= openMax) return false;
      if (acceptedEncoding(incoming.headers["accept-encoding"]) !== "br") return false;
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
