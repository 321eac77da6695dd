import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { envSchema } from "@/lib/config/env";

type Directive = {
  readonly words: readonly string[];
  readonly block: readonly Directive[] | null;
};

/** Reads nginx's syntax: words that end with a semicolon, or with a block in braces. Throws on anything else. */
function readNginx(text: string): readonly Directive[] {
  const tokens = text.replace(/^\s*#.*$/gm, "").match(/[{};]|[^\s{};]+/g) ?? [];
  let at = 0;
  const read = (isInner: boolean): Directive[] => {
    const found: Directive[] = [];
    let words: string[] = [];
    for (; at < tokens.length; at += 1) {
      const token = tokens[at] ?? "";
      if (token === ";" || token === "{") {
        if (words.length === 0) throw new Error(`nothing before ${token}`);
        if (token === "{") at += 1;
        found.push({ words, block: token === "{" ? read(true) : null });
        words = [];
      } else if (token === "}") {
        if (!isInner || words.length > 0) throw new Error(`unexpected } after ${words.join(" ")}`);
        return found;
      } else words.push(token);
    }
    if (isInner || words.length > 0) throw new Error("unfinished");
    return found;
  };
  return read(false);
}

/** Reads a Caddyfile: a line is words, a block opens at the end of a line and closes on a line of its own. */
function readCaddy(text: string): readonly Directive[] {
  const lines = text.split("\n").map((line) => line.replace(/^\s*#.*$/, ""));
  const stack: Directive[][] = [[]];
  for (const line of lines) {
    const words = line.trim().split(/\s+/).filter(Boolean);
    if (words.length === 0) continue;
    if (words.join("") === "}") {
      if (stack.length === 1) throw new Error("unexpected }");
      stack.pop();
      continue;
    }
    if (!/^\t*\S/.test(line)) throw new Error(`not indented by tabs: ${line}`);
    if (words.slice(0, -1).some((word) => /[{}]/.test(word))) throw new Error(`a brace within: ${line}`);
    const opens = words.at(-1) === "{";
    const block: Directive[] = [];
    stack.at(-1)?.push({ words: opens ? words.slice(0, -1) : words, block: opens ? block : null });
    if (opens) stack.push(block);
  }
  if (stack.length !== 1) throw new Error("unfinished");
  return stack[0] ?? [];
}

const flat = (directives: readonly Directive[]): readonly string[] =>
  directives.flatMap(({ words, block }) => [words.join(" "), ...(block ? flat(block) : [])]);

const nginx = flat(readNginx(readFileSync("docs/edge/nginx.conf", "utf8")));
const caddy = flat(readCaddy(readFileSync("docs/edge/Caddyfile", "utf8")));
const answerSeconds = Number(envSchema.shape.ANSWER_SECONDS_MAX.parse(undefined));
const seconds = (directives: readonly string[], name: string) =>
  Number(directives.find((text) => text.startsWith(`${name} `))?.match(/\d+/)?.[0]);

test("the sample configurations allow TLS 1.3 only", () => {
  expect(nginx.filter((text) => text.startsWith("ssl_protocols"))).toEqual(["ssl_protocols TLSv1.3"]);
  expect(nginx).toContain("return 301 https://$host$request_uri");
  expect(caddy).toContain("protocols tls1.3");
});

test("they pass streams, long responses and the largest bodies, and close idle connections first", () => {
  expect(nginx).toContain("proxy_buffering off");
  expect(caddy).toContain("flush_interval -1");
  for (const [sample, name] of [
    [nginx, "proxy_read_timeout"],
    [nginx, "proxy_send_timeout"],
    [caddy, "read_timeout"],
    [caddy, "response_header_timeout"],
  ] as const)
    expect(seconds(sample, name), name).toBeGreaterThan(answerSeconds);
  expect(seconds(nginx, "client_max_body_size")).toBe(11);
  expect(seconds(caddy, "max_size")).toBe(11);
  expect(seconds(nginx, "keepalive_timeout")).toBeLessThan(65);
  expect(seconds(caddy, "keepalive")).toBeLessThan(65);
});

test("they pass the client's address on, and never the metrics", () => {
  expect(nginx).toContain("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for");
  expect(nginx).toContain("location = /api/metrics");
  expect(caddy).toContain("respond /api/metrics 404");
});

test("the readers reject what is not well formed", () => {
  for (const text of ["server {", "a b", "a; }", "{ a; }", "a { b }"]) {
    expect(() => readNginx(text), text).toThrow();
  }
  for (const text of ["a {", "}", "a { b", "  a"]) expect(() => readCaddy(text), text).toThrow();
});
