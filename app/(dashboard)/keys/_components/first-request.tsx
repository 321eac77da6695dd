"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Clock } from "lucide-react";
import { type ReactNode, useState } from "react";
import { isSessionEnded, readPageJson } from "@/components/product/session-ended";
import { TextLink } from "@/components/ui/actions/text-link";
import { paths } from "@/lib/kernel/paths";

type KeyUse = { readonly used: boolean; readonly spend: string };

const everyMs = 2_000;
/** Ten minutes. After that the page says where to look instead of asking on. */
const asksMax = 300;

/** Waits for the first request with a new key, and shows what it cost. */
export function FirstRequest({ keyId }: { readonly keyId: string }) {
  const [asks, setAsks] = useState(0);
  const isOver = asks >= asksMax;
  const { data, error, isError, isPaused } = useQuery({
    queryKey: ["first-request", keyId],
    queryFn: () => {
      setAsks((count) => count + 1);
      return fetchUse(keyId);
    },
    retry: false,
    refetchInterval: ({ state }) =>
      state.data?.used || isOver || isSessionEnded(state.error) ? false : everyMs,
  });
  const activity = `${paths.activity}?key=${keyId}`;
  if (data?.used)
    return (
      <Line icon={<CircleCheck aria-hidden className="size-4 text-positive" />}>
        First request received. It cost <span className="tabular text-ink">{data.spend}</span>.{" "}
        <TextLink href={activity}>View it</TextLink>
      </Line>
    );
  return (
    <Line icon={<Clock aria-hidden className="size-4" />}>
      {isOver ? (
        <>
          No longer checking for the first request with this key. Look for it in{" "}
          <TextLink href={activity}>Activity</TextLink>.
        </>
      ) : isSessionEnded(error) ? (
        "You were signed out. Save the secret, then sign in to see the first request."
      ) : isError || isPaused ? (
        "Can't check for the first request with this key. Trying again…"
      ) : (
        "Waiting for the first request with this key…"
      )}
    </Line>
  );
}

function Line({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-2 text-ink-muted">
      {icon}
      <span>{children}</span>
    </p>
  );
}

function fetchUse(keyId: string): Promise<KeyUse> {
  return readPageJson(`/api/dashboard/keys/${keyId}`);
}
