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

/** Follows a link to this page that no element of the page is, such as a bar of the chart or a form. */
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
  /** The query of the page that is being loaded. */
  const pending = useRef<string | null>(null);
  // Set by the click that starts the load, and outdated once another page is shown, which is no event.
  useEffect(() => {
    pending.current = null;
  }, [query, current]);
  const compose = useCallback(
    (href: string, beside: readonly string[]): string => {
      if (pending.current === null) return href;
      const choice = { rendered: query, current, chosen: queryOf(href), beside: beside.map(queryOf) };
      const next = composeChoices({ ...choice, pending: pending.current });
      const hash = href.includes("#") ? href.slice(href.indexOf("#")) : "";
      return `${next === "" ? paths.activity : `${paths.activity}?${next}`}${hash}`;
    },
    [query, current],
  );
  const open = useCallback(
    (href: string) => {
      pending.current = queryOf(href);
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
    pending.current = queryOf(href);
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

function queryOf(href: string): string {
  const [address = ""] = href.split("#");
  return address.includes("?") ? address.slice(address.indexOf("?") + 1) : "";
}
