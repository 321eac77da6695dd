"use client";

import { useEffect } from "react";

/** The response to a read of a page whose session has ended. */
class SessionEnded extends Error {}

/** The JSON of one of the page's own reads. */
export async function readPageJson<Body>(address: string, signal?: AbortSignal): Promise<Body> {
  const response = await fetch(address, { ...(signal && { signal }) });
  if (response.status === 401) throw new SessionEnded("The session has ended.");
  if (!response.ok) throw new Error(`The read failed with status ${response.status}.`);
  return (await response.json()) as Body;
}

export function isSessionEnded(error: unknown): boolean {
  return error instanceof SessionEnded;
}

/** Loads the page again when one of its reads finds that the session has ended: the server then redirects to sign-in. */
export function useSignInAgain(error: unknown): void {
  const isEnded = isSessionEnded(error);
  useEffect(() => {
    if (isEnded) window.location.reload();
  }, [isEnded]);
}
