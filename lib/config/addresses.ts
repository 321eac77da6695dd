import "server-only";
import { env } from "./env";

/** Base address of the public API, for snippets and documents; built from APP_URL alone. */
export function apiBase(): string {
  return `${env().appUrl}/api/v1`;
}
