"use client";

import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/actions/text-link";
import { useActivityAddress } from "../activity-address";

type FilterLinkProps = {
  /** The parameter of the address. */
  readonly name: "model" | "provider" | "key" | "app" | "user";
  readonly value: string;
  readonly children: ReactNode;
};

/** Other filters would hide some of the requests. */
const noFilters = {
  model: null,
  provider: null,
  key: null,
  app: null,
  user: null,
  status: null,
  not: null,
  at: null,
  cursor: null,
  generation: null,
} as const;

/** A value of a request that leads to all requests of the range with the same value. */
export function FilterLink({ name, value, children }: FilterLinkProps) {
  const address = useActivityAddress();
  return (
    <TextLink href={address({ ...noFilters, [name]: value })} tone="quiet">
      {children}
    </TextLink>
  );
}
