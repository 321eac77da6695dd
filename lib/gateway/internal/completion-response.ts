import "server-only";
import type { ApiError } from "@/lib/gateway/rules/api-error";

/** The response to the caller of a completion. */
export type CompletionResponse =
  | { readonly kind: "error"; readonly apiError: ApiError; readonly generationId: string | null }
  | { readonly kind: "json"; readonly generationId: string; readonly body: string | Uint8Array<ArrayBuffer> }
  | { readonly kind: "stream"; readonly generationId: string; readonly stream: ReadableStream<Uint8Array> };
