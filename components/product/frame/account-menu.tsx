"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { CircleUserRound, LogOut, Settings, Wrench } from "lucide-react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Menu, MenuHeading, MenuLink, MenuSeparator } from "@/components/ui/overlays/menu";
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
        {/* Closing immediately would remove the form before the browser has submitted it. */}
        <Base.Item
          nativeButton
          closeOnClick={false}
          render={<button type="submit" />}
          className="flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-base outline-none data-highlighted:bg-surface-sunken max-sm:min-h-11 [&_svg]:size-4"
        >
          <LogOut aria-hidden />
          Sign out
        </Base.Item>
      </form>
    </Menu>
  );
}
