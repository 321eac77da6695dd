import type { Rejection } from "./page-request";

/**
 * The response to an error of Node's HTTP parser or timer, by its code. The error's own text may repeat the request.
 */
export function malformedRejection(code: string | undefined): Rejection {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return { status: 431, sentence: "The headers of the request are too large." };
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return { status: 413, sentence: "The chunk extensions of the request are too large." };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { status: 408, sentence: "The request did not arrive in time." };
    default:
      return { status: 400, sentence: "The request is not valid HTTP." };
  }
}
