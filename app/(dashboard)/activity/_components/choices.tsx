"use client";

import { useRouter, useSearchParams } from "next/navigation";
import {
  createContext,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
} from "react";
import { composeChoices } from "@/lib/activity/rules/compose-choices";
import { paths } from "@/lib/kernel/paths";

type ChoicesProps = {
  /** The address of the page that the children show, as the server writes it. */
  readonly query: string;
  readonly children: ReactNode;
};

const ChooseContext = createContext<(href: string) => void>(() => undefined);

/** Goes to another address of this page from something that is not a link: a bar of the chart, a form. */
export function useChoose(): (href: string) => void {
  return useContext(ChooseContext);
}

/**
 * Around all links and forms that choose what the page shows. While a choice is being loaded, the links that are shown do not
 * know it yet, so the next choice is made in the page that is being loaded.
 */
export function Choices({ query, children }: ChoicesProps) {
  const router = useRouter();
  const current = useSearchParams().toString();
  /** The queries that were chosen and are not shown yet, oldest first. */
  const pending = useRef<readonly string[]>([]);
  // A finished navigation fires no event. When an earlier choice is shown, the later ones are still being loaded; a page
  // that no choice led to, as after Back, ends all of them.
  useEffect(() => {
    const shown = pending.current.indexOf(written(current));
    pending.current = shown < 0 ? [] : pending.current.slice(shown + 1);
  }, [query, current]);
  const compose = useCallback(
    (href: string, beside: readonly string[]): string => {
      const newest = pending.current.at(-1);
      if (newest === undefined) return href;
      const choice = { rendered: query, current, chosen: queryOf(href), beside: beside.map(queryOf) };
      const next = composeChoices({ ...choice, pending: newest });
      const hash = href.includes("#") ? href.slice(href.indexOf("#")) : "";
      return `${next === "" ? paths.activity : `${paths.activity}?${next}`}${hash}`;
    },
    [query, current],
  );
  const open = useCallback(
    (href: string) => {
      pending.current = [...pending.current, written(queryOf(href))];
      router.push(href, { scroll: href.includes("#") });
    },
    [router],
  );
  const choose = useCallback((href: string) => open(compose(href, [])), [open, compose]);
  const onClickCapture = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    if (!link || !href || !opensHere(event, link)) return;
    const next = compose(href, besideOf(link));
    if (next !== href) {
      // The handlers of the link still run: they close the menu that it is in.
      event.preventDefault();
      open(next);
      return;
    }
    pending.current = [...pending.current, written(queryOf(href))];
  };
  return (
    <ChooseContext value={choose}>
      <div className="contents" onClickCapture={onClickCapture}>
        {children}
      </div>
    </ChooseContext>
  );
}

/** False for links to other pages and for clicks that open another tab. */
function opensHere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  return (
    isPlain && link.pathname === paths.activity && link.origin === window.location.origin && !link.target
  );
}

/** The links of the same list, menu or row of segments. */
function besideOf(link: HTMLAnchorElement): readonly string[] {
  const list = link.closest("nav, [role=menu], ul");
  return [...(list?.querySelectorAll("a") ?? [])].flatMap((one) => one.getAttribute("href") ?? []);
}

/** As the framework writes queries. */
function written(query: string): string {
  return new URLSearchParams(query).toString();
}

function queryOf(href: string): string {
  const [address = ""] = href.split("#");
  return address.includes("?") ? address.slice(address.indexOf("?") + 1) : "";
}
