"use client";

import { CircleUserRound, LogOut, Settings, Wrench } from "lucide-react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Menu, MenuHeading, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";
import { paths } from "@/lib/kernel/paths";

export type Person = {
  readonly name: string | null;
  readonly email: string;
  /** Shows the link to the operator area. */
  readonly isOperator?: boolean;
};
/** A server action, or the URL of a route that accepts a POST. */
export type SignOut = string | ((form: FormData) => void | Promise<void>);

type AccountMenuProps = { readonly person: Person; readonly signOut: SignOut };

export function AccountMenu({ person, signOut }: AccountMenuProps) {
  return (
    <Menu trigger={<IconButton label="Account menu" icon={<CircleUserRound aria-hidden />} />}>
      <MenuHeading>
        {person.name ? <p className="font-medium text-ink">{person.name}</p> : null}
        <p className="break-id">{person.email}</p>
      </MenuHeading>
      <MenuSeparator />
      <MenuLink href={paths.account} icon={<Settings aria-hidden />}>
        Account
      </MenuLink>
      {person.isOperator ? (
        <MenuLink href={paths.operator} icon={<Wrench aria-hidden />}>
          Operator
        </MenuLink>
      ) : null}
      <form action={signOut} method={typeof signOut === "string" ? "post" : undefined}>
        <MenuItem submits icon={<LogOut aria-hidden />}>
          Sign out
        </MenuItem>
      </form>
    </Menu>
  );
}
