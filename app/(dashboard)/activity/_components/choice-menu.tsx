"use client";

import { Check, ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { Menu, MenuLink } from "@/components/ui/overlays/menu";

type ChoiceMenuProps = {
  /** "Show as". */
  readonly label: string;
  readonly choices: readonly { readonly label: string; readonly href: string; readonly current: boolean }[];
  readonly align?: "start" | "end";
};

/** A choice among a few options kept in the URL, named on its button. */
export function ChoiceMenu({ label, choices, align = "start" }: ChoiceMenuProps) {
  const chosen = choices.find(({ current }) => current);
  return (
    <Menu
      align={align}
      trigger={
        <Button size="small" variant="quiet">
          <span className="font-normal max-sm:sr-only">{label}</span>
          <span className="text-ink">{chosen?.label}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      {choices.map((choice) => (
        <MenuLink key={choice.href} href={choice.href} scroll={false} current={choice.current}>
          <span className="flex-1">{choice.label}</span>
          {choice.current ? <Check aria-hidden /> : null}
        </MenuLink>
      ))}
    </Menu>
  );
}
