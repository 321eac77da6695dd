import "server-only";
import { randomBytes } from "node:crypto";

/** An id for one request, shown with every unexpected failure so that the log line can be found. */
export function newRequestId(): string {
  return `req_${randomBytes(12).toString("base64url")}`;
}
