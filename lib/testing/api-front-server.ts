import { createApi } from "@/lib/api/app";
import { startTestFrontServer } from "./front-server";

type Options = { readonly appUrl?: string; readonly stalledReaderMs?: number };

/** The API behind the front server, without pages. */
export function startApiFrontServer(options: Options = {}): ReturnType<typeof startTestFrontServer> {
  return startTestFrontServer({ api: createApi(), ...options });
}
