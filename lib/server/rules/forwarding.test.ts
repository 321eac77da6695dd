import { describe, expect, it } from "vitest";
import { clientAddress, endToEnd, headerPairs, internalHeaders, internalRawHeaders } from "./forwarding";

const forwarded = { clientAddress: "203.0.113.9", host: "localhost:3000", scheme: "http" };

describe("forwarding", () => {
  it("ignores forwarding headers of untrusted clients", () => {
    const claims = [
      "Host",
      "evil.example",
      "X-Forwarded-Host",
      "evil.example",
      "x-forwarded-for",
      "1.2.3.4",
      "Forwarded",
      "for=1.2.3.4",
      "x-middleware-subrequest",
      "middleware",
      "x-nonce",
      "abc",
      "X-Counterfoil-Plain",
      "1",
      "X-Real-IP",
      "1.2.3.4",
      "Accept",
      "text/html",
    ];
    expect(internalHeaders(headerPairs(claims), forwarded)).toEqual([
      ["Host", "localhost:3000"],
      ["Accept", "text/html"],
      ["X-Forwarded-For", "203.0.113.9"],
      ["X-Forwarded-Host", "localhost:3000"],
      ["X-Forwarded-Proto", "http"],
    ]);
  });

  it("gives the same result for Node's flat list, and joins repeated headers", () => {
    const raw = [
      "host",
      "evil.example",
      "X-Real-IP",
      "1.2.3.4",
      "Accept",
      "a",
      "accept",
      "b",
      "Cookie",
      "c",
      "cookie",
      "d",
    ];
    const { raw: kept, joined } = internalRawHeaders(raw, forwarded);
    expect(headerPairs(kept)).toEqual(internalHeaders(headerPairs(raw), forwarded));
    expect(joined).toEqual({
      host: "localhost:3000",
      accept: "a, b",
      cookie: "c; d",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "localhost:3000",
      "x-forwarded-proto": "http",
    });
  });

  it("drops hop-by-hop headers", () => {
    const headers = headerPairs([
      "Connection",
      "keep-alive, X-Secret",
      "X-Secret",
      "1",
      "TE",
      "trailers",
      "Cookie",
      "a=b",
    ]);
    expect(endToEnd(headers)).toEqual([["Cookie", "a=b"]]);
  });

  it("takes the client from trusted proxies only", () => {
    const trusted = (address: string) => address.startsWith("10.");
    expect(clientAddress("198.51.100.1", ["1.1.1.1"], trusted)).toBe("198.51.100.1");
    expect(clientAddress("::ffff:10.0.0.1", ["1.1.1.1, 198.51.100.7"], trusted)).toBe("198.51.100.7");
    expect(clientAddress("10.0.0.1", ["1.1.1.1, 198.51.100.7, 10.0.0.2"], trusted)).toBe("198.51.100.7");
    expect(clientAddress("10.0.0.1", ["<script>"], trusted)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", [], trusted)).toBe("10.0.0.1");
  });
});
