import "server-only";
import { randomBytes } from "node:crypto";

/** A name for one request, shown with every failure that nobody expected so that the log line can be found. */
export function newRequestId(): string {
  return `req_${randomBytes(12).toString("base64url")}`;
}
