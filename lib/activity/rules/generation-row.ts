import type { Nanos } from "@/lib/kernel/money";

/** One metered request with its names: metadata only. The parts of the cost add up to it exactly (V1). */
export type GenerationRow = {
  readonly id: string;
  /** The id as callers know it: gen-… */
  readonly wireId: string;
  readonly createdAt: Date;
  readonly keyId: string;
  readonly keyName: string | null;
  readonly keyLabel: string | null;
  readonly isKeyDeleted: boolean;
  readonly memberId: string | null;
  readonly memberName: string | null;
  readonly appId: string | null;
  readonly appTitle: string | null;
  readonly appUrl: string | null;
  readonly endUser: string | null;
  readonly model: string;
  readonly provider: string;
  readonly endpoint: string;
  readonly upstreamId: string | null;
  readonly status: number;
  readonly finishReason: string | null;
  readonly nativeFinishReason: string | null;
  readonly streamed: boolean;
  readonly cancelled: boolean;
  readonly attempts: number;
  readonly estimated: boolean;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
  readonly imageCount: number;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly costNanos: Nanos;
  readonly promptNanos: Nanos;
  readonly cachedNanos: Nanos;
  readonly completionNanos: Nanos;
  readonly reasoningNanos: Nanos;
  readonly requestNanos: Nanos;
  readonly imageNanos: Nanos;
  readonly discountNanos: Nanos;
  readonly priceListId: string;
  readonly transferId: string | null;
};

/** What to call the app, or else nothing: its title, or the host that it calls from. */
export function appName(row: Pick<GenerationRow, "appTitle" | "appUrl">): string | null {
  return row.appTitle || row.appUrl?.replace(/^https?:\/\//, "") || null;
}
