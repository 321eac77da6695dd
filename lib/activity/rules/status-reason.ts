import type { StatusFilter } from "./activity-filters";

/** Why requests fail, by status, in the words of the interface. */
const reasons: Readonly<Record<number, string>> = {
  400: "Invalid request",
  401: "Not authenticated",
  402: "Insufficient credits",
  403: "Not allowed",
  404: "Not found",
  408: "Timed out",
  413: "Too large",
  422: "Invalid request",
  429: "Rate limited",
  500: "Server error",
  502: "Provider error",
  503: "Unavailable",
  504: "Provider timed out",
  529: "Overloaded",
};

/** A filter by status, in words: "OK", "Failed", or the reason of one status. */
export function statusFilterText(status: StatusFilter): string {
  if (typeof status === "number") return statusReason(status);
  return status === "ok" ? "OK" : "Failed";
}

/** "429 Rate limited"; the status alone when there is no word for it. */
export function statusReason(status: number): string {
  const reason = reasons[status];
  return reason ? `${status} ${reason}` : String(status);
}
