import "server-only";
import type { ApiError } from "@/lib/gateway/rules/api-error";

/** What the caller of a completion gets. */
export type CompletionResponse =
  | { readonly kind: "error"; readonly apiError: ApiError; readonly generationId: string | null }
  | { readonly kind: "json"; readonly generationId: string; readonly body: string | Uint8Array<ArrayBuffer> }
  | { readonly kind: "stream"; readonly generationId: string; readonly stream: ReadableStream<Uint8Array> };
