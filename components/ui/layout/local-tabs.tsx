"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

type LocalTab = { readonly value: string; readonly label: string; readonly content: ReactNode };

/** Tabs inside a dialog or a snippet, which have no URL. */
export function LocalTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LocalTab[] }) {
  return (
    <Base.Root defaultValue={tabs[0]?.value} className="flex min-w-0 flex-col gap-4">
      <Base.List aria-label={label} className="scroll-fade flex gap-5 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="inline-flex h-10 shrink-0 items-center border-b-2 border-transparent text-ink-muted outline-offset-[-2px] hover:text-ink data-active:border-accent data-active:font-medium data-active:text-ink max-sm:h-11"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="flex min-w-0 flex-col gap-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
