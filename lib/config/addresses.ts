import "server-only";
import { env } from "./env";

/** Base URL of the public API, for snippets and documents; built only from APP_URL. */
export function apiBase(): string {
  return `${env().appUrl}/api/v1`;
}
