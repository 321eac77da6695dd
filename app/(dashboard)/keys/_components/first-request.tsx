"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Clock } from "lucide-react";
import { TextLink } from "@/components/ui/actions/text-link";
import { paths } from "@/lib/kernel/paths";

type KeyUse = { readonly used: boolean; readonly spend: string };

const everyMs = 2_000;
/** Ten minutes. After that the page says where to look instead of asking on. */
const asksMax = 300;

/** Waits for the first request with a new key, and shows what it cost. */
export function FirstRequest({ keyId }: { readonly keyId: string }) {
  const { data } = useQuery({
    queryKey: ["first-request", keyId],
    queryFn: () => fetchUse(keyId),
    retry: false,
    refetchInterval: ({ state }) =>
      state.data?.used || state.dataUpdateCount + state.errorUpdateCount > asksMax ? false : everyMs,
  });
  return (
    <p role="status" className="flex items-center gap-2 text-ink-muted">
      {data?.used ? (
        <>
          <CircleCheck aria-hidden className="size-4 text-positive" />
          <span>
            First request received. It cost <span className="tabular text-ink">{data.spend}</span>.{" "}
            <TextLink href={`${paths.activity}?key=${keyId}`}>View it</TextLink>
          </span>
        </>
      ) : (
        <>
          <Clock aria-hidden className="size-4" />
          <span>Waiting for the first request with this key…</span>
        </>
      )}
    </p>
  );
}

async function fetchUse(keyId: string): Promise<KeyUse> {
  const response = await fetch(`/api/dashboard/keys/${keyId}`);
  if (!response.ok) throw new Error("The key's use can't be read.");
  return (await response.json()) as KeyUse;
}
