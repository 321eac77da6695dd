import "server-only";
import { env } from "@/lib/config/env";
import type { paths } from "@/lib/kernel/paths";

/** Built from the configured origin alone; a request's headers must never decide where a mail leads. */
export function tokenLink(path: typeof paths.verify | typeof paths.reset, secret: string): string {
  return `${env().appUrl}${path}?token=${secret}`;
}
