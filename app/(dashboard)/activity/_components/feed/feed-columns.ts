"use client";

import { useMemo, useSyncExternalStore } from "react";

/** The columns that can be left out. Time, model, cost and failures are always shown. */
export const feedColumns = [
  { id: "origin", title: "App and key", isUsual: true },
  { id: "endUser", title: "End user", isUsual: false },
  { id: "tokens", title: "Tokens in → out", isUsual: true },
  { id: "firstToken", title: "First token", isUsual: false },
  { id: "throughput", title: "Throughput", isUsual: false },
  { id: "duration", title: "Duration", isUsual: true },
] as const;

export type FeedColumn = (typeof feedColumns)[number]["id"];

/** The head of a column, as the list of requests shows it. */
export type FeedHeader = {
  readonly header: string;
  readonly className: string;
  /** Null: always shown. */
  readonly column: FeedColumn | null;
  readonly isBare?: boolean;
};

type ChosenColumns = {
  readonly columns: ReadonlySet<FeedColumn>;
  readonly isUsual: boolean;
  readonly show: (column: FeedColumn, isShown: boolean) => void;
  readonly reset: () => void;
};

const storageKey = "counterfoil.feed-columns";
const changed = "counterfoil:feed-columns";
const usual = textOf(feedColumns.filter(({ isUsual }) => isUsual).map(({ id }) => id));

/** The columns of the list of requests, chosen in this browser: a phone and a wide screen have room for different ones. */
export function useFeedColumns(): ChosenColumns {
  const text = useSyncExternalStore(watch, read, () => usual);
  const columns = useMemo(() => columnsOf(text), [text]);
  return {
    columns,
    isUsual: text === usual,
    show: (column, isShown) =>
      write(
        textOf(feedColumns.map(({ id }) => id).filter((id) => (id === column ? isShown : columns.has(id)))),
      ),
    reset: () => write(usual),
  };
}

function watch(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

function read(): string {
  return window.localStorage.getItem(storageKey) ?? usual;
}

function write(text: string): void {
  if (text === usual) window.localStorage.removeItem(storageKey);
  else window.localStorage.setItem(storageKey, text);
  window.dispatchEvent(new Event(changed));
}

function textOf(ids: readonly FeedColumn[]): string {
  return ids.join(" ");
}

/** Names that are no column, for example of another version, are ignored. */
function columnsOf(text: string): ReadonlySet<FeedColumn> {
  const ids = new Set(text.split(" "));
  return new Set(feedColumns.map(({ id }) => id).filter((id) => ids.has(id)));
}
