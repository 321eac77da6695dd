import { statusName } from "@/lib/kernel/plain-page";

type DocumentRequest = {
  /** Path and query as received. */
  readonly url: string;
  /** By lower-case name, with one value per occurrence of a header. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
};

/** Headers of the framework's own script, which reads data and not documents. */
const scriptHeaders = [
  "rsc",
  "next-action",
  "next-router-state-tree",
  "next-router-prefetch",
  "next-router-segment-prefetch",
];

/**
 * Whether a request for a page is one for a document by someone without a session. The console's pages redirect such a
 * visitor, so all that is left are the public pages, the sign-in pages, and addresses without a page.
 */
export function isPlainRequest({ url, headers }: DocumentRequest, sessionCookie: string): boolean {
  if (url.startsWith("/_next/") || scriptHeaders.some((name) => headers[name] !== undefined)) return false;
  const cookies = (headers.cookie ?? []).flatMap((value) => value.split(";"));
  return !cookies.some((cookie) => cookie.trim().startsWith(`${sessionCookie}=`));
}

/**
 * The policy of a plain page. It allows one script of ours and nothing of the framework's: the nonce is one that the
 * framework has never seen.
 */
export function plainPolicy(nonce: string, isHttps: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** React moves the element into the head. */
const statusMark = new RegExp(`<meta name="${statusName}" content="(404)"/>`);

/** The status that a page names for itself (`app/_components/public-not-found.tsx`). */
export function statusOf(html: string): number | null {
  const [head = ""] = html.split("</head>", 1);
  const status = statusMark.exec(head)?.[1];
  return status === undefined ? null : Number(status);
}

// An attribute never contains ">", nor a script "</script>": React and the framework escape them.
const scriptElements = /<script\b([^>]*)>(.*?)<\/script>/gs;
const scriptPreloads = /<link rel="(?:preload" as="script"|modulepreload")[^>]*>/g;
const ownFile =
  /^(?:\s(?:async|noModule|defer|nonce|id|crossorigin)="[^"]*"|\ssrc="\/_next\/static\/[^"]+")+$/i;
const noFile = /^(?:\s(?:nonce|id)="[^"]*")*$/;
/** The start of the framework's loader, and the data from which React would build the page a second time. */
const ownText = /^(?:\(globalThis\["TURBOPACK"\]|\(self\.__next_f=|self\.__next_f\.push\()/;

function isFrameworks(attributes: string, text: string): boolean {
  return text === "" ? ownFile.test(attributes) : noFile.test(attributes) && ownText.test(text);
}

/**
 * Signs of a page that is not complete without React: the document in place of a page that failed, and the places of
 * parts that arrive later.
 */
const incomplete = /^<!DOCTYPE html><html id="__next_error__"|<template\b/;

/**
 * The same document without the framework's scripts, and with the element of our own one. Null when it would not be
 * whole: it is incomplete without React, or has a script that is not known here.
 */
export function toPlainPage(html: string, script: string): string | null {
  if (incomplete.test(html)) return null;
  let isKnown = true;
  const rest = html.replace(scriptElements, (_element, attributes: string, text: string) => {
    isKnown &&= isFrameworks(attributes, text);
    return "";
  });
  const end = rest.indexOf("</head>");
  if (!isKnown || end < 0) return null;
  return `${rest.slice(0, end)}${script}${rest.slice(end)}`
    .replace(scriptPreloads, "")
    .replace(statusMark, "");
}
