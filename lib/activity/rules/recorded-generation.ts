import type { Nanos } from "@/lib/kernel/money";

/** "none" writes no row; roll-ups and ledger are written all the same (P6). */
export type RetentionChoice = "none" | "d30" | "d90";

/** One metered request as it is recorded: the columns of `generations`. Times in ms, money in nanos. */
export type RecordedGeneration = {
  readonly workspaceId: string;
  /** A uuidv7; its millisecond is the generation's `createdAt`. */
  readonly id: string;
  readonly retention: RetentionChoice;
  readonly keyId: string;
  readonly memberId: string | null;
  readonly appId: string | null;
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
