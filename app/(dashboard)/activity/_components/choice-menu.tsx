"use client";

import { Check, ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { classes } from "@/components/ui/classes";
import { Menu, MenuLink } from "@/components/ui/overlays/menu";

type Choice = {
  readonly label: string;
  /** On the button of a phone, where there is no room for what the choice is about: "By model". */
  readonly short?: string;
  readonly href: string;
  readonly current: boolean;
};

type ChoiceMenuProps = {
  /** "Show as". */
  readonly label: string;
  readonly choices: readonly Choice[];
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
          <span className={classes("text-ink", chosen?.short && "max-sm:sr-only")}>{chosen?.label}</span>
          {chosen?.short ? (
            <span aria-hidden className="text-ink sm:hidden">
              {chosen.short}
            </span>
          ) : null}
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
