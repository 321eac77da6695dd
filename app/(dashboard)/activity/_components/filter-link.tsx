"use client";

import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/actions/text-link";
import { useActivityAddress } from "./activity-address";

type FilterLinkProps = {
  /** The parameter of the address. */
  readonly name: "model" | "provider" | "key" | "app" | "user";
  readonly value: string;
  readonly children: ReactNode;
};

/** A value of a request that leads to all requests with the same value. */
export function FilterLink({ name, value, children }: FilterLinkProps) {
  const address = useActivityAddress();
  return (
    <TextLink href={address({ [name]: value, generation: null, cursor: null })} tone="quiet">
      {children}
    </TextLink>
  );
}
